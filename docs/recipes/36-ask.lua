-- Asks a web service about each message, and sends those that it calls urgent to the phone.

local SERVICE = "judge" -- a webhook that answers "urgent" or anything else
local CHANNEL = "phone"

function on_message()
  keeper.forward(SERVICE)
end

local function text_of(id)
  for _, message in ipairs(keeper.messages { since = "1h", limit = 500 } or {}) do
    if message.id == id then return message.text end
  end
  return "See message " .. id .. "."
end

function on_action(action)
  if action.channel ~= SERVICE or not action.message then return end
  if action.state ~= "done" then
    keeper.forward(CHANNEL, {
      title = "Not judged", text = text_of(action.message) .. "\n\n" .. (action.result or ""),
    })
  elseif action.status == 200 and (action.answer or ""):match("^%s*urgent%s*$") then
    keeper.forward(CHANNEL, { title = "Urgent", text = text_of(action.message), priority = 5 })
  end
end
