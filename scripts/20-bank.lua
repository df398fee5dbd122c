-- Messages from your banks go on the route "bank"; config.lua lists the channels of the route.

local BANKS = { MYBANK = true, ["N26"] = true, REVOLUT = true }

function on_message(message)
  if message.sender and BANKS[message.sender:upper()] then
    keeper.tag("bank")
    keeper.route("bank")
    keeper.stop()
  end
end
