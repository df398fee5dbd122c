-- Sends a code to the phone; if it has not taken it within a minute, to the desk instead.

local CHANNELS = { "phone", "desk" } -- such as ntfy and a webhook, in this order
local WITHIN = "1m"

function on_message(message)
  if not message.code then return end
  keeper.forward(CHANNELS, {
    title = message.code .. "  " .. (message.sender or message.line.number or ""),
    text = message.text,
    within = WITHIN,
  })
end
