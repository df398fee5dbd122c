-- Tests of 06-wrong-sender.lua: `linekeeper test docs/recipes/tests/06-wrong-sender.lua`.

test("an activation is cancelled if its first message is from another sender", function(t)
  t.scripts("06-wrong-sender.lua")
  local line = t.line { kind = "activation", service = "Telegram" }
  t.message { sender = "CASINO", text = "Play now" }
  t.expect.tag("wrong sender")
  t.expect.cancel()
  t.expect.stop()
  t.action { kind = "cancel", state = "failed", line = line }
  t.expect.finish(line)
end)

test("the right sender, an unknown one and a second message cancel nothing", function(t)
  t.scripts("06-wrong-sender.lua")
  t.line { kind = "activation", service = "Telegram" }
  t.message { sender = "Telegram", text = "Login code: 48291" }
  t.expect.nothing()
  t.message { sender = "CASINO", text = "Play now" }
  t.expect.nothing()
  t.line { kind = "activation", service = "Telegram" }
  t.message { text = "Login code: 48291" }
  t.expect.nothing()
  t.expect.no.stop()
end)

test("rentals and services without names are left alone", function(t)
  t.scripts("06-wrong-sender.lua")
  t.line { kind = "rental", service = "Telegram" }
  t.message { sender = "CASINO", text = "Play now" }
  t.expect.nothing()
  t.line { kind = "activation", service = "Uber" }
  t.message { sender = "CASINO", text = "Play now" }
  t.expect.nothing()
end)
