-- Tests of 20-bank.lua: `linekeeper test 20-bank.lua`.

test("a bank's message goes on the route of banks, however it is spelled", function(t)
  for _, sender in ipairs { "MYBANK", "mybank", "Revolut" } do
    t.message { sender = sender, text = "Card payment of 12.00 EUR" }
    t.expect.tag("bank")
    t.expect.route("bank")
    t.expect.stop("20-bank.lua")
    t.expect.nothing()
  end
end)

test("a code of a bank stays with the bank", function(t)
  t.message { sender = "MYBANK", text = "Your code is 482913" }
  t.expect.route("bank")
  t.expect.no.forward("phone")
end)

test("others are left to later scripts", function(t)
  t.scripts("20-bank.lua")
  t.message { sender = "DHL", text = "Your parcel is here" }
  t.expect.nothing()
  t.message { text = "No sender at all" }
  t.expect.nothing()
  t.expect.no.stop()
end)
