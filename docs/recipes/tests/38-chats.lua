-- Tests of 38-chats.lua: `linekeeper test docs/recipes/tests/38-chats.lua`.

test("a message goes to both", function(t)
  t.scripts("38-chats.lua")
  t.line { label = "work" }
  t.message { sender = "SHOP", text = "Hello" }
  t.expect.forward("telegram", { text = "SHOP to work:\nHello" })
  t.expect.forward("discord", { text = "SHOP to work:\nHello" })
  t.expect.nothing()
end)

test("without a label the number tells where it came to", function(t)
  t.scripts("38-chats.lua")
  t.line { number = "+447700900123" }
  t.message { text = "Hello" }
  t.expect.forward("telegram", { text = "unknown to +447700900123:\nHello" })
  t.expect.forward("discord", { text = "unknown to +447700900123:\nHello" })
end)
