-- Tests of 42-local-date.lua: `linekeeper test docs/recipes/tests/42-local-date.lua`.

test("the date is in German, and in the zone of the clocks", function(t)
  t.scripts("42-local-date.lua")
  t.zone("Europe/Berlin")
  t.message { sender = "SHOP", text = "Hallo" }
  t.expect.forward("phone", { title = "SHOP", text = "Montag, 1. Januar, 01:00 Uhr\nHallo" })
  t.at("2024-03-31 23:30")
  t.message("Hallo")
  t.expect.forward("phone", { text = "Sonntag, 31. März, 23:30 Uhr\nHallo" })
end)

test("it is the time at which the message came, not that at which it is sent", function(t)
  t.scripts("42-local-date.lua")
  t.message { text = "Hallo", received_at = t.now() - 3600 }
  t.expect.forward("phone", { text = t.containing("Sonntag, 31. Dezember, 23:00 Uhr") })
  t.expect.no.forward("phone", { text = t.containing("Montag") })
end)
