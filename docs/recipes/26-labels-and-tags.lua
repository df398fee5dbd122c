-- Sends messages by the label and the tags of their line, and tags the lines your bank writes to.

local BY_LABEL = { work = "desk" }
local BY_TAG = { bank = "phone", family = "phone" }
local TAG_FOR_SENDER = { MYBANK = "bank" }

function on_message(message)
  local line = message.line
  local channels = {}
  if line.label and BY_LABEL[line.label] then channels[BY_LABEL[line.label]] = true end
  local tags = { TAG_FOR_SENDER[(message.sender or ""):upper()] }
  if tags[1] then keeper.tag_line(tags[1]) end -- from now on, whoever writes
  for _, tag in ipairs(line.tags) do tags[#tags + 1] = tag end
  for _, tag in ipairs(tags) do
    if BY_TAG[tag] then channels[BY_TAG[tag]] = true end
  end
  for channel in pairs(channels) do keeper.forward(channel) end
end
