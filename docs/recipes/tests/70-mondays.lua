-- Tests of 70-mondays.lua: `linekeeper test docs/recipes/tests/70-mondays.lua`.

test("what runs out this week is told on Monday at nine", function(t)
  t.scripts("70-mondays.lua")
  t.line { kind = "rental", label = "work", expires_at = t.now() + 2 * 86400 }
  t.line { kind = "rental", label = "home", expires_at = t.now() + 20 * 86400 }
  t.at("08:59")
  t.expect.nothing()
  t.at("09:00")
  t.expect.forward("phone", { text = "Wed 00:00  work" })
  t.expect.nothing()
end)

test("nothing is told on other days, or if nothing runs out", function(t)
  t.scripts("70-mondays.lua")
  t.line { kind = "rental", expires_at = t.now() + 60 * 86400 }
  t.line { kind = "activation" }
  t.at("mon 10:00")
  t.expect.nothing()
  t.line { kind = "rental", label = "work", expires_at = t.now() + 2 * 86400 }
  t.at("sun 23:59")
  t.expect.nothing()
end)

test("a Monday that was missed is left out", function(t)
  t.scripts("70-mondays.lua")
  t.start()
  t.expect.timer("week", { when = "mon 09:00", missed = "skip" })
end)
