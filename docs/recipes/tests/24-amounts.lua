-- Tests of 24-amounts.lua: `linekeeper test docs/recipes/tests/24-amounts.lua`.

test("an amount becomes a line of CSV", function(t)
  t.scripts("24-amounts.lua")
  t.message { sender = "MYBANK", text = "Card payment of 1,234.50 EUR. Available: €80" }
  t.expect.forward("amounts", {
    text = "2024-01-01T00:00:00Z,MYBANK,1234.50,EUR\n2024-01-01T00:00:00Z,MYBANK,80.00,EUR",
  })
  t.message { sender = "N26", text = "Zahlung 1.234,5 und 9,99€" }
  t.expect.forward("amounts", { text = "2024-01-01T00:00:00Z,N26,9.99,EUR" })
end)

test("numbers without a currency, and texts of others, are no amounts", function(t)
  t.scripts("24-amounts.lua")
  t.message { sender = "MYBANK", text = "Your code is 482913, valid for 5 minutes" }
  t.expect.nothing()
  t.message { sender = "SHOP", text = "Buy for 12.00 EUR" }
  t.expect.nothing()
end)

test("a text of nothing but digits and stops is read in time", function(t)
  t.scripts("24-amounts.lua")
  t.message { sender = "MYBANK", text = string.rep("1.", 1000) }
  t.expect.nothing()
  t.message { sender = "MYBANK", text = string.rep("7", 1500) .. " EUR" }
  t.expect.forward("amounts")
end)
