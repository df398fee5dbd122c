-- Tells on the first of each month what the month before has cost.

local WHEN = "1st 08:00"
local CHANNEL = "log"

function on_start()
  keeper.every(WHEN, "cost")
end

-- Sums reach from a time to now: what this month has cost already is subtracted.
local function cost(from, to)
  local all, why = keeper.spend { since = from }
  local later = keeper.spend { since = to }
  if not all or not later then return nil, why end
  local after = {}
  for _, sum in ipairs(later) do after[sum.currency] = sum.amount end
  local rows = {}
  for _, sum in ipairs(all) do
    local amount = sum.amount - (after[sum.currency] or 0)
    if math.abs(amount) >= 0.005 then
      rows[#rows + 1] = ("%.2f %s"):format(amount, sum.currency)
    end
  end
  return #rows > 0 and table.concat(rows, "\n") or "Nothing"
end

function on_timer(_, _, due)
  local clock = keeper.clock(due)
  local year, month = clock.year, clock.month
  local to = keeper.clock { year = year, month = month, day = 1, hour = 0 }
  year, month = month == 1 and year - 1 or year, month == 1 and 12 or month - 1
  local from = keeper.clock { year = year, month = month, day = 1, hour = 0 }
  local text, why = cost(from, to)
  keeper.forward(CHANNEL, {
    title = "Cost in " .. keeper.date(from, "%B %Y"), text = text or "Unknown: " .. (why or ""),
  })
end
