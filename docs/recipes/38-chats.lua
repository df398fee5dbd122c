-- Sends every message to Telegram and to Discord, each with the line it came to.

local CHANNELS = { "telegram", "discord" } -- docs/recipes.md has them

function on_message(message)
  local line = message.line.label or message.line.number or "line " .. message.line.id
  local text = (message.sender or "unknown") .. " to " .. line .. ":\n" .. message.text
  for _, channel in ipairs(CHANNELS) do
    keeper.forward(channel, { text = text }) -- cut there to what the service takes
  end
end
