-- Tests of 62-resend.lua: `linekeeper test docs/recipes/tests/62-resend.lua`.

test("another code is requested when the last one has expired", function(t)
  t.scripts("62-resend.lua")
  local line = t.line { kind = "activation", state = "received" }
  t.message { text = "Your code is 482913, valid for 10 minutes", line = line }
  t.expect.timer("line 1", { delay = "10m" })
  t.at("+9m")
  t.expect.nothing()
  t.at("+1m")
  t.expect.resend(line.id)
  t.at("+1h")
  t.expect.nothing()
end)

test("a newer code is waited for instead", function(t)
  t.scripts("62-resend.lua")
  t.line { kind = "activation", state = "received" }
  t.message("Your code is 482913")
  t.at("+4m")
  t.message("Your code is 604118")
  t.at("+4m")
  t.expect.no.resend()
  t.at("+1m")
  t.expect.resend()
end)

test("nothing is requested once a code was used, the line ended, or enough codes came", function(t)
  t.scripts("62-resend.lua")
  for _, later in ipairs { { tags = { "used" } }, { state = "finished" } } do
    local line = t.line { kind = "activation", state = "received" }
    t.message("Your code is 482913")
    t.expect.timer()
    t.line {
      id = line.id, kind = "activation", state = later.state or "received", tags = later.tags,
    }
    t.at("+1h")
    t.expect.nothing()
  end
  t.line { kind = "activation", state = "received", message_count = 2 }
  t.message("Your code is 604118")
  t.expect.nothing()
end)

test("rentals and texts without a code set no timer", function(t)
  t.scripts("62-resend.lua")
  t.line { kind = "rental" }
  t.message("Your code is 482913")
  t.expect.nothing()
  t.line { kind = "activation" }
  t.message("Hello")
  t.expect.nothing()
end)
