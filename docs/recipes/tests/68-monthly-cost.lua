-- Tests of 68-monthly-cost.lua: `linekeeper test docs/recipes/tests/68-monthly-cost.lua`.
-- A test answers both of its questions alike, so that the difference of two sums is not looked at here.

test("it tells on the first of the month, about the month before", function(t)
  t.scripts("68-monthly-cost.lua")
  t.zone("Europe/Berlin")
  t.at("2024-01-01 07:59")
  t.expect.nothing()
  t.at("2024-01-01 08:00")
  t.expect.forward("log", { title = "Cost in December 2023" })
  t.at("2024-02-01 08:00")
  t.expect.forward("log", { title = "Cost in January 2024" })
  t.expect.nothing()
end)

test("nothing is told in between, and no sum that is not known", function(t)
  t.scripts("68-monthly-cost.lua")
  t.at("2024-01-01 08:00")
  t.expect.forward("log", { text = t.matching("^Unknown: .") })
  t.at("2024-01-31 23:59")
  t.expect.nothing()
end)

test("a month without cost says so", function(t)
  t.scripts("68-monthly-cost.lua")
  t.answer("spend", { { amount = 12.5, currency = "USD" } })
  t.at("2024-01-01 08:00")
  t.expect.forward("log", { text = "Nothing" })
end)
