-- Tests of 40-mail.lua: `linekeeper test docs/recipes/tests/40-mail.lua`.

test("a message becomes a mail with the line and the time below it", function(t)
  t.scripts("40-mail.lua")
  t.zone("Europe/Berlin")
  t.line { label = "work" }
  t.message { sender = "SHOP", text = "Hello" }
  t.expect.forward("mail", {
    title = "SMS from SHOP", text = "Hello\n\n-- \nwork, 1 January 2024, 01:00",
  })
end)

test("an unwanted message is not sent", function(t)
  t.scripts("40-mail.lua")
  t.message { sender = "SHOP", text = "Buy now", tags = { "unwanted" } }
  t.expect.nothing()
end)
