-- Warns when an account has less than a limit, or less than it spends in three days.

local BELOW = { pool = 5 } -- by account of config.lua, in its currency
local DAYS = 3
local CHANNEL = "phone"

function on_start()
  keeper.every("1h", "balance")
end

local function needed(account, currency)
  for _, spent in ipairs(keeper.spend { since = "7d", account = account } or {}) do
    if spent.currency == currency then return math.max(BELOW[account], spent.amount / 7 * DAYS) end
  end
  return BELOW[account]
end

function on_timer()
  for account in pairs(BELOW) do
    local balance, why = keeper.balance(account)
    if not balance then
      keeper.log(account, why) -- not known yet, which is no reason to warn
    elseif balance.amount >= needed(account, balance.currency) then
      keeper.forget(account)
    elseif not keeper.recall(account) then
      keeper.remember(account, true) -- once, until it is enough again
      keeper.forward(CHANNEL, {
        title = "Account " .. account .. " is running out of money", priority = 4,
        text = ("%.2f %s left"):format(balance.amount, balance.currency),
      })
    end
  end
end
