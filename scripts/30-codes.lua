-- A code goes to your phone at once, with the code in the title so that it can be read on a locked
-- screen.

local CHANNEL = "phone"

function on_message(message)
  if not message.code then return end
  local from = message.sender or message.line.service or message.line.number
  keeper.tag("code")
  keeper.forward(CHANNEL, {
    title = message.code .. "  " .. from,
    text = message.text,
    priority = 4,
  })
  keeper.stop()
end
