-- Cancels an activation if the first message on it comes from somebody else than its service.

-- By the service as `lines` shows it: part of the sender's name, in small letters.
local SENDERS = {
  Telegram = { "telegram", "tgcode" },
  Google = { "google" },
}

local function is_expected(sender, names)
  for _, name in ipairs(names) do
    if sender:lower():find(name, 1, true) then return true end
  end
  return false
end

function on_message(message)
  local names = SENDERS[message.line.service or ""]
  if message.line.kind ~= "activation" or not message.first then return end
  if not names or not message.sender or is_expected(message.sender, names) then return end
  keeper.tag("wrong sender")
  keeper.cancel()
  keeper.stop()
end

-- Some providers refuse to cancel an activation that has received anything: finish it instead.
function on_action(action)
  if action.kind == "cancel" and action.state == "failed" and action.line then
    keeper.finish(action.line)
  end
end
