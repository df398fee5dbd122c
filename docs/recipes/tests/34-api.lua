-- Tests of 34-api.lua: `linekeeper test docs/recipes/tests/34-api.lua`.

test("the body has the fields of the API, and none without a value", function(t)
  t.scripts("34-api.lua")
  t.line { number = "+447700900123" }
  t.message { text = "Hello", received_at = 1704067200 }
  t.expect.forward("api", {
    text = '{"to":"+447700900123","body":"Hello","sent_at":1704067200}',
  })
end)

test("no text of a stranger ends a string of the body", function(t)
  t.scripts("34-api.lua")
  t.line { number = "+447700900123" }
  t.message { sender = 'A"B', text = 'x", "admin": true\n\\', received_at = 1704067200 }
  t.expect.forward("api", {
    text = '{"from":"A\\u0022B","to":"+447700900123",'
      .. '"body":"x\\u0022, \\u0022admin\\u0022: true\\u000a\\u005c","sent_at":1704067200}',
  })
  t.expect.nothing()
end)
