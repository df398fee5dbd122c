-- Tests of 60-extend-used.lua: `linekeeper test docs/recipes/tests/60-extend-used.lua`.

test("a rental that was not used is not extended, and nobody is told", function(t)
  t.scripts("60-extend-used.lua")
  local line = t.line { kind = "rental" }
  t.event("expiring", { line = line })
  t.expect.nothing()
  t.message("Hello")
  t.at("+21d")
  t.event("expiring", { line = line })
  t.expect.nothing()
end)

test("without a price a used one is not extended, but told", function(t)
  t.scripts("60-extend-used.lua")
  local line = t.line { kind = "rental", label = "work" }
  t.message("Hello")
  t.at("+19d")
  t.event("expiring", { line = line, text = "It expires tomorrow." })
  t.expect.forward("phone", { title = "Not extended: work", priority = 4 })
  t.expect.no.extend()
  t.expect.nothing()
end)

test("only a failed extension is told", function(t)
  t.scripts("60-extend-used.lua")
  local line = t.line { kind = "rental" }
  t.action { kind = "extend", state = "failed", line = line, result = "Too expensive." }
  t.expect.forward("phone", { text = "Too expensive." })
  t.action { kind = "extend", state = "done", line = line }
  t.expect.nothing()
  t.event("extended", { line = line })
  t.expect.nothing()
end)

test("a rental that was used is extended, if it is not too dear", function(t)
  t.scripts("60-extend-used.lua")
  local line = t.line { kind = "rental", label = "work" }
  t.message("Hello")
  t.at("+19d")
  t.answer("extension_price", { amount = 15, currency = "USD" })
  t.event("expiring", { line = line })
  t.expect.extend(line, 30)
  t.expect.nothing()
  for _, price in ipairs { { amount = 15.01, currency = "USD" }, { amount = 1, currency = "EUR" } } do
    t.answer("extension_price", price)
    t.event("expiring", { line = line })
    t.expect.forward("phone", { text = t.matching(("would cost %.2f"):format(price.amount)) })
    t.expect.nothing()
  end
end)
