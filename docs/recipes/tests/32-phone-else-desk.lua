-- Tests of 32-phone-else-desk.lua: `linekeeper test docs/recipes/tests/32-phone-else-desk.lua`.

test("a code is one forward, to the phone and then the desk", function(t)
  t.scripts("32-phone-else-desk.lua")
  t.message { sender = "SHOP", text = "Your code is 482913" }
  t.expect.forward({ "phone", "desk" }, { title = "482913  SHOP", within = "1m" })
  t.expect.nothing()
end)

test("what has no code is not sent", function(t)
  t.scripts("32-phone-else-desk.lua")
  t.message { sender = "SHOP", text = "Hello" }
  t.expect.nothing()
end)
