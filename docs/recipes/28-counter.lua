-- Counts the messages of each sender, and tells the counts on Sundays.

local CHANNEL = "log"
local WHEN = "sun 20:00"
local MOST = 300 -- senders; those beyond count together

function on_start()
  keeper.every(WHEN, "counts")
end

function on_message(message)
  if message.completed then return end -- counted already
  local counts = keeper.recall("counts") or {}
  local sender = message.sender or "unknown"
  if not counts[sender] then
    local senders = 0
    for _ in pairs(counts) do senders = senders + 1 end
    if senders >= MOST then sender = "others" end
  end
  counts[sender] = (counts[sender] or 0) + 1
  keeper.remember("counts", counts)
end

function on_timer()
  local rows = {}
  for sender, count in pairs(keeper.recall("counts") or {}) do
    rows[#rows + 1] = { sender = sender, count = count }
  end
  if #rows == 0 then return end
  table.sort(rows, function(a, b)
    if a.count ~= b.count then return a.count > b.count end
    return a.sender < b.sender
  end)
  for i, row in ipairs(rows) do rows[i] = row.count .. "  " .. row.sender end
  keeper.forward(CHANNEL, { title = "Messages this week", text = table.concat(rows, "\n") })
  keeper.forget("counts")
end
