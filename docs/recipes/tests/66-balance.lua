-- Tests of 66-balance.lua: `linekeeper test docs/recipes/tests/66-balance.lua`.
-- A test knows no balances, so that none of these reaches the warning itself.

test("it looks every hour", function(t)
  t.scripts("66-balance.lua")
  t.start()
  t.expect.timer("balance", { when = "1h" })
end)

test("an unknown balance is no reason to warn, and takes no warning back", function(t)
  t.scripts("66-balance.lua")
  t.remember("pool", true)
  t.at("+1h")
  t.expect.log("pool")
  t.expect.nothing()
  t.expect.remembered("pool", true)
end)
