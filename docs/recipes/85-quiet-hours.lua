-- At night only codes are shown at once; the rest comes in one digest in the morning.

local FROM, TO = 22, 7 -- o'clock, in `time_zone` of config.lua
local CHANNEL = "phone"
local MOST = 40 -- messages in the digest

function on_start()
  keeper.every(("%02d:00"):format(TO), "digest")
end

function on_message(message)
  local hour = keeper.clock().hour
  if not message.code and not message.completed and (hour >= FROM or hour < TO) then
    keeper.tag("quiet")
  else
    keeper.forward(CHANNEL, { title = message.sender, text = message.text })
  end
end

function on_timer(_, _, due)
  -- The last night alone: with three hours for clocks that are set back, and a late start.
  local night = (TO - FROM) % 24 + 3
  local found = keeper.messages { tag = "quiet", since = due - night * 3600, limit = 500 } or {}
  if #found == 0 then return end
  local rows = {}
  for i = #found, math.max(1, #found - MOST + 1), -1 do
    rows[#rows + 1] = (found[i].sender or "unknown") .. ": " .. found[i].text
  end
  if #found > MOST then rows[#rows + 1] = "... and " .. #found - MOST .. " more" end
  keeper.forward(CHANNEL, {
    title = #found == 1 and "1 message" or #found .. " messages",
    text = table.concat(rows, "\n"), priority = 2,
  })
end
