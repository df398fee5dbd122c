-- Tests of 36-ask.lua: `linekeeper test docs/recipes/tests/36-ask.lua`.

test("a message that the service calls urgent goes to the phone", function(t)
  t.scripts("36-ask.lua")
  local message = t.message { sender = "SHOP", text = "The cellar is wet" }
  t.expect.forward("judge", { text = "The cellar is wet" })
  t.expect.nothing()
  t.action { channel = "judge", message = message.id, status = 200, answer = "urgent\n" }
  t.expect.forward("phone", { title = "Urgent", text = "The cellar is wet", priority = 5 })
end)

test("another answer, and the delivery to the phone, lead to nothing", function(t)
  t.scripts("36-ask.lua")
  local message = t.message("The cellar is wet")
  t.action { channel = "judge", message = message.id, status = 200, answer = "not urgent" }
  t.expect.nothing()
  t.action { channel = "judge", message = message.id, status = 204 }
  t.expect.nothing()
  t.action { channel = "phone", message = message.id, status = 200, answer = "urgent" }
  t.expect.nothing()
end)

test("what the service could not be asked is shown all the same", function(t)
  t.scripts("36-ask.lua")
  local message = t.message("The cellar is wet")
  t.action { channel = "judge", message = message.id, state = "failed", result = "HTTP 404" }
  t.expect.forward("phone", { title = "Not judged", text = "The cellar is wet\n\nHTTP 404" })
end)

test("a message that is no longer among the latest is named", function(t)
  t.scripts("36-ask.lua")
  t.action { channel = "judge", message = 7, status = 200, answer = "urgent" }
  t.expect.forward("phone", { text = "See message 7." })
end)
