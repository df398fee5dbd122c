-- Tests of 85-quiet-hours.lua: `linekeeper test docs/recipes/tests/85-quiet-hours.lua`.

test("what comes at night is told at seven, in one digest", function(t)
  t.scripts("85-quiet-hours.lua")
  t.at("22:00")
  t.message { sender = "DHL", text = "Your parcel is here" }
  t.expect.tag("quiet")
  t.expect.nothing()
  t.at("06:59")
  t.message { sender = "GYM", text = "See you tomorrow" }
  t.expect.tag("quiet")
  t.at("07:00")
  t.expect.forward("phone", {
    title = "2 messages", text = "DHL: Your parcel is here\nGYM: See you tomorrow", priority = 2,
  })
  t.expect.nothing()
end)

test("a code is shown at night too, and not again in the morning", function(t)
  t.scripts("85-quiet-hours.lua")
  t.at("03:00")
  t.message { sender = "SHOP", text = "Your code is 482913" }
  t.expect.forward("phone", { title = "SHOP" })
  t.expect.nothing()
  t.at("07:00")
  t.expect.nothing()
end)

test("by day everything is shown at once, and a night is told once", function(t)
  t.scripts("85-quiet-hours.lua")
  t.at("23:00")
  t.message("Hello")
  t.at("07:00")
  t.expect.forward("phone", { title = "1 message", text = "unknown: Hello" })
  t.message("Good morning")
  t.expect.forward("phone", { text = "Good morning" })
  t.expect.nothing()
  t.at("+24h")
  t.expect.nothing()
end)

test("hours are those of the clocks", function(t)
  t.scripts("85-quiet-hours.lua")
  t.zone("America/New_York")
  t.at("21:59")
  t.message("Hello")
  t.expect.forward("phone")
  t.at("22:00")
  t.message("Hello")
  t.expect.no.forward()
end)
