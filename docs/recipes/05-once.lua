-- Of a text that comes several times within ten minutes, later scripts see only the first.

local WITHIN = "10m"

local function is_tagged(message, tag)
  for _, other in ipairs(message.tags) do
    if other == tag then return true end
  end
  return false
end

function on_message(message)
  local earlier = keeper.messages { since = WITHIN, limit = 500 } or {}
  for _, other in ipairs(earlier) do
    -- One that was held back does not hold back the next, or a text sent every minute would never
    -- be shown again.
    local is_same = other.id < message.id and other.text == message.text
    if is_same and not is_tagged(other, "repeated") then
      keeper.tag("repeated")
      keeper.stop()
      return
    end
  end
end
