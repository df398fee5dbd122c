-- Tests of 90-digest.lua: `linekeeper test 90-digest.lua`.

test("messages are collected, and one digest goes out two minutes after the first", function(t)
  t.message { sender = "DHL", text = "Your parcel is here" }
  t.expect.tag("digest")
  t.expect.timer("digest", { delay = "2m" })
  t.at("+1m")
  t.expect.nothing()
  t.message { sender = "GYM", text = "See you tomorrow" }
  t.expect.no.timer()
  t.at("+1m")
  t.expect.forward("log", {
    title = "2 messages",
    text = "DHL: Your parcel is here\nGYM: See you tomorrow",
    priority = 2,
  })
  t.expect.remembered("waiting", nil)
end)

test("one message is one message", function(t)
  t.message { text = "Hello" }
  t.at("+5m")
  t.expect.forward("log", { title = "1 message", text = "unknown: Hello" })
  t.at("+1d")
  t.expect.nothing()
end)

test("a long text is cut between characters", function(t)
  t.message { sender = "SHOP", text = string.rep("ü", 70) }
  t.expect.remembered("waiting", { "SHOP: " .. string.rep("ü", 60) .. "..." })
end)

test("it keeps as many as it says", function(t)
  t.scripts("90-digest.lua")
  for number = 1, 45 do t.message("Message " .. number) end
  t.expect.equal(#t.remembered("waiting"), 40)
end)

test("another timer, or one with nothing to tell, sends nothing", function(t)
  t.scripts("90-digest.lua")
  t.timer("other")
  t.expect.nothing()
  t.timer("digest")
  t.expect.nothing()
end)
