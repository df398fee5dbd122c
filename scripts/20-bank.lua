-- Messages of your banks go on the route "bank"; config.lua says which channels that feeds.

local BANKS = { MYBANK = true, ["N26"] = true, REVOLUT = true }

function on_message(message)
  if message.sender and BANKS[message.sender:upper()] then
    keeper.tag("bank")
    keeper.route("bank")
    keeper.stop()
  end
end
