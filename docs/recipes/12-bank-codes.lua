-- Sends the codes of your banks to the phone, and nothing else of theirs or of others.

local CHANNEL = "phone"
local BANKS = { MYBANK = true, N26 = true } -- in capitals, as `inbox` shows the senders

function on_message(message)
  if not message.sender or not BANKS[message.sender:upper()] then return end
  keeper.tag("bank")
  if message.code and message.code_confidence == "certain" then
    keeper.forward(CHANNEL, {
      title = message.code .. "  " .. message.sender, text = message.text, priority = 4,
    })
  end
  keeper.stop()
end
