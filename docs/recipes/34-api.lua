-- Posts JSON in the words of another API: the text of the forward is the body, made here.

local CHANNEL = "api" -- a program that posts the text; docs/recipes.md has it

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
end

local function object(fields)
  local parts = {}
  for _, field in ipairs(fields) do
    local name, value = field[1], field[2]
    if type(value) == "string" then value = quoted(value) end
    if value ~= nil then parts[#parts + 1] = quoted(name) .. ":" .. tostring(value) end
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

function on_message(message)
  keeper.forward(CHANNEL, {
    text = object {
      { "from", message.sender }, { "to", message.line.number }, { "body", message.text },
      { "otp", message.code }, { "sent_at", message.received_at },
    },
  })
end
