-- A code goes to your phone at once, with the code in the title so that it can be read on a locked
-- screen. A guess has a question mark and is not urgent, and later scripts see its message too.

local CHANNEL = "phone"

function on_message(message)
  if not message.code then return end
  local from = message.sender or message.line.service or message.line.number
  local is_certain = message.code_confidence == "certain"
  keeper.tag("code")
  keeper.forward(CHANNEL, {
    title = message.code .. (is_certain and "  " or "?  ") .. from,
    text = message.text,
    priority = is_certain and 4 or 3,
  })
  if is_certain then keeper.stop() end
end
