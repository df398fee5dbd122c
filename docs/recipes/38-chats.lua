-- Sends every message to Telegram and to Discord.

-- Programs that post the text, each with the most characters it takes; docs/recipes.md has them.
local CHANNELS = { telegram = 4096, discord = 2000 }

local function cut(text, most)
  local length = utf8.len(text)
  if not length or length <= most then return text end
  return text:sub(1, utf8.offset(text, most - 2) - 1) .. "..." -- not within a character
end

function on_message(message)
  local line = message.line.label or message.line.number or "line " .. message.line.id
  local text = (message.sender or "unknown") .. " to " .. line .. ":\n" .. message.text
  for channel, most in pairs(CHANNELS) do
    keeper.forward(channel, { text = cut(text, most) })
  end
end
