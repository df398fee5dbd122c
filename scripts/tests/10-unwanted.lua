-- Tests of 10-unwanted.lua: `linekeeper test 10-unwanted.lua`.

test("an unwanted message is tagged and kept from later scripts", function(t)
  t.message { sender = "Lotto24", text = "You have won 100000" }
  t.expect.tag("unwanted")
  t.expect.stop("10-unwanted.lua")
  t.expect.log("dropped")
  t.expect.no.forward()
  t.expect.nothing()
end)

test("an activation is cancelled if its first message is unwanted", function(t)
  t.line { kind = "activation", service = "Telegram" }
  t.message { sender = "PROMO", text = "Buy now" }
  t.expect.cancel()
  t.message { sender = "PROMO", text = "Buy today" }
  t.expect.no.cancel()
end)

test("an activation that cannot be cancelled is finished", function(t)
  t.scripts("10-unwanted.lua")
  local line = t.line { kind = "activation" }
  t.action { kind = "cancel", state = "failed", line = line }
  t.expect.finish(line)
  t.action { kind = "cancel", state = "done", line = line }
  t.expect.nothing()
end)

test("a message without a sender passes", function(t)
  t.scripts("10-unwanted.lua")
  t.message { text = "Hello" }
  t.expect.nothing()
  t.expect.no.stop()
end)
