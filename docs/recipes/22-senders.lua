-- Tags messages by the kind of their sender and calls senders by name. lib/senders.lua knows them.

local senders = require("senders")

local CHANNEL = "phone"
local SHOWN = { bank = true, parcel = true } -- kinds of senders that are sent on

function on_message(message)
  local name, kind = senders.about(message)
  if not kind then return end
  keeper.tag(kind)
  if SHOWN[kind] then keeper.forward(CHANNEL, { title = name, text = message.text }) end
end
