-- Tests of 26-labels-and-tags.lua: `linekeeper test docs/recipes/tests/26-labels-and-tags.lua`.

test("the label of a line chooses the channel", function(t)
  t.scripts("26-labels-and-tags.lua")
  t.line { label = "work" }
  t.message { sender = "SHOP", text = "Hello" }
  t.expect.forward("desk", { text = "Hello" })
  t.expect.nothing()
end)

test("a tag of a line chooses the channel, and two tags do not send twice", function(t)
  t.scripts("26-labels-and-tags.lua")
  t.line { tags = { "family", "bank" } }
  t.message { sender = "SHOP", text = "Hello" }
  t.expect.forward("phone")
  t.expect.nothing()
end)

test("the line your bank writes to is tagged at once", function(t)
  t.scripts("26-labels-and-tags.lua")
  t.message { sender = "MyBank", text = "Hello" }
  t.expect.tag_line("bank")
  t.expect.forward("phone")
  t.expect.nothing()
end)

test("other lines send nothing", function(t)
  t.scripts("26-labels-and-tags.lua")
  t.line { label = "home", tags = { "old" } }
  t.message { sender = "SHOP", text = "Hello" }
  t.expect.nothing()
end)
