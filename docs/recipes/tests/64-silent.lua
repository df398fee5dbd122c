-- Tests of 64-silent.lua: `linekeeper test docs/recipes/tests/64-silent.lua`.

test("a rental that received nothing for 14 days is told and tagged", function(t)
  t.scripts("64-silent.lua")
  local line = t.line { kind = "rental", label = "work" }
  t.at("2024-01-14 10:00")
  t.expect.nothing()
  t.at("2024-01-15 10:00")
  t.expect.tag_line(line, "silent")
  t.expect.forward("phone", { text = "work, held since 1 January" })
end)

test("one that was told is not told again", function(t)
  t.scripts("64-silent.lua")
  t.line { kind = "rental", tags = { "silent" } }
  t.at("+40d")
  t.expect.nothing()
end)

test("a message ends the silence", function(t)
  t.scripts("64-silent.lua")
  local line = t.line { kind = "rental", tags = { "silent" } }
  t.message("Hello")
  t.expect.untag_line("silent")
  t.line { id = line.id, kind = "rental", last_message_at = t.now() + 30 * 86400 }
  t.at("+40d")
  t.expect.nothing()
end)

test("activations and numbers of your own may be silent", function(t)
  t.scripts("64-silent.lua")
  t.line { kind = "activation" }
  t.line { kind = "inbound" }
  t.at("+40d")
  t.expect.nothing()
end)
