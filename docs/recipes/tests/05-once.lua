-- Tests of 05-once.lua: `linekeeper test docs/recipes/tests/05-once.lua`.

test("the same text within ten minutes is kept from later scripts", function(t)
  t.scripts("05-once.lua")
  t.message { sender = "SHOP", text = "Your code is 482913" }
  t.expect.nothing()
  t.at("+9m")
  t.message { sender = "SHOP", text = "Your code is 482913" }
  t.expect.tag("repeated")
  t.expect.stop()
end)

test("another text passes, and so does the same one later", function(t)
  t.scripts("05-once.lua")
  t.message("Your code is 482913")
  t.message("Your code is 604118")
  t.expect.nothing()
  t.expect.no.stop()
  t.at("+11m")
  t.message("Your code is 482913")
  t.expect.nothing()
  t.expect.no.stop()
end)

test("a text that is repeated for a long time is shown again after ten minutes", function(t)
  t.scripts("05-once.lua")
  t.message("Low battery")
  t.at("+6m")
  t.message("Low battery")
  t.expect.stop()
  t.at("+6m")
  t.message("Low battery")
  t.expect.no.stop()
end)
