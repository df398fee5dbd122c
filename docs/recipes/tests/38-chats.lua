-- Tests of 38-chats.lua: `linekeeper test docs/recipes/tests/38-chats.lua`.

test("a message goes to both", function(t)
  t.scripts("38-chats.lua")
  t.line { label = "work" }
  t.message { sender = "SHOP", text = "Hello" }
  t.expect.forward("telegram", { text = "SHOP to work:\nHello" })
  t.expect.forward("discord", { text = "SHOP to work:\nHello" })
  t.expect.nothing()
end)

test("a long text is cut to what each of them takes, between characters", function(t)
  t.scripts("38-chats.lua")
  t.line { label = "work" }
  t.message { sender = "SHOP", text = string.rep("ü", 3000) }
  t.expect.forward("telegram", { text = "SHOP to work:\n" .. string.rep("ü", 3000) })
  t.expect.forward("discord", { text = "SHOP to work:\n" .. string.rep("ü", 1983) .. "..." })
end)
