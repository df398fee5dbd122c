-- Tests of 12-bank-codes.lua: `linekeeper test docs/recipes/tests/12-bank-codes.lua`.

test("a bank's code goes to the phone", function(t)
  t.scripts("12-bank-codes.lua")
  t.message { sender = "MyBank", text = "Your code is 482913" }
  t.expect.tag("bank")
  t.expect.forward("phone", { title = "482913  MyBank", priority = 4 })
  t.expect.stop()
end)

test("what else a bank writes is only tagged, and so is a guess", function(t)
  t.scripts("12-bank-codes.lua")
  t.message { sender = "MYBANK", text = "Card payment of 12.00 EUR" }
  t.expect.tag("bank")
  t.expect.nothing()
  t.message { sender = "MYBANK", text = "482913", code = "482913", code_confidence = "likely" }
  t.expect.tag("bank")
  t.expect.nothing()
end)

test("a code of somebody else is not sent", function(t)
  t.scripts("12-bank-codes.lua")
  t.message { sender = "SHOP", text = "Your code is 482913" }
  t.expect.nothing()
  t.message { sender = "MYBANK-HELP", text = "Your code is 482913" }
  t.expect.nothing()
  t.expect.no.stop()
end)
