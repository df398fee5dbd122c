-- Tells on Mondays at nine which rentals run out this week.

local WHEN = "mon 09:00"
local DAYS = 7
local CHANNEL = "phone"

function on_start()
  keeper.every(WHEN, "week", nil, { missed = "skip" })
end

function on_timer()
  local rows = {}
  for _, line in ipairs(keeper.lines { kind = "rental" } or {}) do
    if line.expires_at and line.expires_at < keeper.now() + DAYS * 86400 then
      local name = line.label or line.number or "line " .. line.id
      rows[#rows + 1] = keeper.date(line.expires_at, "%a %H:%M") .. "  " .. name
        .. (line.auto_extend and ", extended by the provider" or "")
    end
  end
  if #rows == 0 then return end
  keeper.forward(CHANNEL, { title = "Run out this week", text = table.concat(rows, "\n") })
end
