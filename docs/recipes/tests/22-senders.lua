-- Tests of 22-senders.lua: `linekeeper test docs/recipes/tests/22-senders.lua`.

test("a known sender has its name in the title and its kind as a tag", function(t)
  t.scripts("22-senders.lua")
  t.message { sender = "dhl", text = "Your parcel is here" }
  t.expect.tag("parcel")
  t.expect.forward("phone", { title = "The parcel service", text = "Your parcel is here" })
end)

test("an unknown sender, or none, is left to later scripts", function(t)
  t.scripts("22-senders.lua")
  t.message { sender = "SHOP", text = "Hello" }
  t.expect.nothing()
  t.message("Hello")
  t.expect.nothing()
  t.expect.no.stop()
end)
