-- Tests of 34-api.lua: `linekeeper test docs/recipes/tests/34-api.lua`.

test("each message goes to the API as it is", function(t)
  t.scripts("34-api.lua")
  t.message { sender = 'A"B', text = 'x", "admin": true\n\\' }
  t.expect.forward("api")
  t.expect.nothing()
end)
