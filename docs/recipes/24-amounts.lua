-- Writes the amounts in your banks' texts as lines of CSV: time, sender, amount, currency.

local CHANNEL = "amounts" -- a file channel; docs/recipes.md says how to get the CSV out of it
local BANKS = { MYBANK = true, N26 = true }
local CURRENCIES = {
  EUR = "EUR", USD = "USD", GBP = "GBP", ["€"] = "EUR", ["$"] = "USD", ["£"] = "GBP",
}

-- 1.234,50 and 1,234.50 are both 1234.50: of the last separator two digits are left.
local function plain(number)
  local whole, cents = number:match("^(.*)[.,](%d%d)$")
  return (whole or number):gsub("[.,]", "") .. "." .. (cents or "00")
end

function on_message(message)
  if not message.sender or not BANKS[message.sender:upper()] then return end
  local text = message.text
  local rows = {}
  -- A number starts where no digit is before it, so that a long one is looked at only once.
  for start, number in text:gmatch("%f[%d.,]()(%d[%d.,]*)") do
    number = number:gsub("[.,]+$", "")
    local before = text:sub(1, start - 1):match("([%a\x80-\xff$]+)%s?$") or ""
    local after = text:sub(start + #number):match("^%s?([%a\x80-\xff$]+)") or ""
    local currency = CURRENCIES[after] or CURRENCIES[before]
    if currency then
      local time = keeper.date(message.received_at or message.stored_at)
      rows[#rows + 1] = table.concat({ time, message.sender, plain(number), currency }, ",")
    end
  end
  if #rows > 0 then keeper.forward(CHANNEL, { text = table.concat(rows, "\n") }) end
end
