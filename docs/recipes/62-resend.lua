-- Requests another code when the last one has expired and the activation is still open.

local VALID = 5 * 60 -- seconds, if the text does not say how long the code is good
local MOST = 2 -- messages on the line; after so many no code is requested
local USED = "used" -- the tag of a line whose code you have used: `tag 7 used`

-- The manager ends an activation after `activations.finish_after` (config.lua): let that be longer.
function on_message(message)
  local line = message.line
  if line.kind ~= "activation" or message.backlog or not message.code then return end
  if line.message_count >= MOST then return end
  local left = (message.code_valid_until or 0) - keeper.now()
  if left <= 0 then left = VALID end
  keeper.after(math.max(left, 10), "line " .. line.id, line.id) -- a newer code sets it anew
end

function on_timer(_, id)
  local line = (keeper.lines { line = id, kind = "activation" } or {})[1]
  if not line or line.state ~= "waiting" and line.state ~= "received" then return end
  for _, tag in ipairs(line.tags) do
    if tag == USED then return end
  end
  keeper.resend(id)
end
