-- Extends an expiring rental if it received something in 20 days and costs at most this much.

local USED_WITHIN = "20d"
local DAYS = 30
local MOST = 15
local CURRENCY = "USD"
local CHANNEL = "phone"

-- Scripts spend nothing until `spending.scripts` in config.lua says how much.
function on_line(event)
  local line = event.line
  if event.kind ~= "expiring" or line.kind ~= "rental" then return end
  local used = keeper.messages { line = line, since = USED_WITHIN, limit = 1 }
  if not used or #used == 0 then return end
  local price, why = keeper.extension_price(line, DAYS)
  if price and price.currency == CURRENCY and price.amount <= MOST then
    keeper.extend(line, DAYS)
    return
  end
  if price then why = ("It would cost %.2f %s"):format(price.amount, price.currency) end
  keeper.forward(CHANNEL, {
    title = "Not extended: " .. (line.label or line.number or line.id),
    text = event.text .. " " .. (why or "The price is unknown."), priority = 4,
  })
end

function on_action(action)
  if action.kind ~= "extend" or action.state == "done" then return end
  keeper.forward(CHANNEL, { title = "Not extended", text = action.result or "", priority = 5 })
end
