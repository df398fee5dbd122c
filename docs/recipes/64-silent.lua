-- Tells once when a rental has received nothing for 14 days, and tags it "silent" until it does.

local DAYS = 14
local WHEN = "09:00"
local CHANNEL = "phone"

local function is_silent(line)
  for _, tag in ipairs(line.tags) do
    if tag == "silent" then return true end
  end
  return false
end

function on_start()
  keeper.every(WHEN, "silent")
end

function on_timer()
  for _, line in ipairs(keeper.lines { kind = "rental" } or {}) do
    local last = line.last_message_at or line.purchased_at
    if keeper.now() - last >= DAYS * 86400 and not is_silent(line) then
      local since = line.last_message_at and "last on " or "held since "
      keeper.tag_line(line, "silent")
      keeper.forward(CHANNEL, {
        title = "Nothing received for " .. DAYS .. " days",
        text = (line.label or line.number or "line " .. line.id)
          .. ", " .. since .. keeper.date(last, "%e %B"),
      })
    end
  end
end

function on_message(message)
  if is_silent(message.line) then keeper.untag_line("silent") end
end
