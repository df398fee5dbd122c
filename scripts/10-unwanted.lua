-- Unwanted senders: their messages are tagged and not forwarded. An activation that receives only
-- such messages is cancelled, which returns its number.

local UNWANTED = { "CASINO", "PROMO", "LOTTO" }

local function is_unwanted(sender)
  for _, name in ipairs(UNWANTED) do
    if sender:upper():find(name, 1, true) then return true end
  end
  return false
end

function on_message(message)
  if not message.sender or not is_unwanted(message.sender) then return end
  keeper.tag("unwanted")
  if message.line.kind == "activation" and message.first then keeper.cancel() end
  keeper.log("dropped", message.sender)
  keeper.stop()
end

-- Some providers refuse to cancel an activation that has received anything: finish it instead.
function on_action(action)
  if action.kind == "cancel" and action.state == "failed" and action.line then
    keeper.finish(action.line)
  end
end
