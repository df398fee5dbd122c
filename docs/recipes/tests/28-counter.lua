-- Tests of 28-counter.lua: `linekeeper test docs/recipes/tests/28-counter.lua`.

test("the counts are told on Sunday, the most first, and begin anew", function(t)
  t.scripts("28-counter.lua")
  for _, sender in ipairs { "DHL", "12345", "12345" } do
    t.message { sender = sender, text = "x" }
  end
  t.message("No sender")
  t.at("sun 20:00")
  t.expect.forward("log", { text = "2  12345\n1  DHL\n1  unknown" })
  t.expect.remembered("counts", nil)
  t.at("sun 20:00")
  t.expect.nothing()
end)

test("a completed message is not counted twice", function(t)
  t.scripts("28-counter.lua")
  t.message { sender = "DHL", text = "Your par" }
  t.message { sender = "DHL", text = "Your parcel", completed = true }
  t.expect.remembered("counts", { DHL = 1 })
end)

test("many senders do not fill the memory", function(t)
  t.scripts("28-counter.lua")
  for number = 1, 310 do t.message { sender = "S" .. number, text = "x" } end
  t.expect.equal(t.remembered("counts").others, 10)
  t.expect.equal(t.remembered("counts").S301, nil)
end)
