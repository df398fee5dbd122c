-- Sends each message as a mail, except those that an earlier script called unwanted.

local CHANNEL = "mail" -- docs/recipes.md has it
local LEFT_OUT = { unwanted = true } -- tags

function on_message(message)
  for _, tag in ipairs(message.tags) do
    if LEFT_OUT[tag] then return end
  end
  local line = message.line.label or message.line.number or "line " .. message.line.id
  local at = message.received_at or message.stored_at
  keeper.forward(CHANNEL, {
    title = "SMS from " .. (message.sender or "unknown"),
    text = message.text .. "\n\n-- \n" .. line .. ", " .. keeper.date(at, "%e %B %Y, %H:%M"),
  })
end
