-- Collects the messages that no earlier script took, and sends one digest in place of many notices.

local CHANNEL = "log"
local EVERY = "2m"
local MOST = 40

function on_message(message)
  keeper.tag("digest")
  local waiting = keeper.recall("waiting") or {}
  if #waiting == 0 then keeper.after(EVERY, "digest") end
  local from = message.sender or "unknown"
  -- The beginning of a text is enough to decide whether to look it up. The cut must not split a
  -- character.
  local text = message.text
  local cut = utf8.offset(text, 61)
  if cut then text = text:sub(1, cut - 1) .. "..." end
  if #waiting < MOST then waiting[#waiting + 1] = from .. ": " .. text end
  keeper.remember("waiting", waiting)
end

function on_timer(name)
  if name ~= "digest" then return end
  local waiting = keeper.recall("waiting") or {}
  if #waiting == 0 then return end
  keeper.forward(CHANNEL, {
    title = #waiting == 1 and "1 message" or #waiting .. " messages",
    text = table.concat(waiting, "\n"),
    priority = 2,
  })
  keeper.forget("waiting")
end
