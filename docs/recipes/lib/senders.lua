-- The senders you know, for every script that requires "senders".

local senders = {}

local KNOWN = {
  MYBANK = { name = "My bank", kind = "bank" },
  DHL = { name = "The parcel service", kind = "parcel" },
}

--- Returns the sender's name and its kind; of an unknown one, what the network calls it and nil.
function senders.about(message)
  local known = message.sender and KNOWN[message.sender:upper()]
  if known then return known.name, known.kind end
  return message.sender or "Unknown", nil
end

return senders
