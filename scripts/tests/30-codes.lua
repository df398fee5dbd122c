-- Tests of 30-codes.lua: `linekeeper test 30-codes.lua`.

test("a code goes to the phone at once, with the code in the title", function(t)
  t.message { sender = "Google", text = "G-482913 is your Google verification code." }
  t.expect.tag("code")
  t.expect.forward("phone", {
    title = t.containing("482913"), text = t.matching("verification"), priority = 4,
  })
  t.expect.stop("30-codes.lua")
end)

test("a guess has a question mark, and later scripts see it", function(t)
  t.message {
    sender = "SHOP", text = "482913", code = "482913", code_confidence = "likely",
  }
  t.expect.forward("phone", { title = "482913?  SHOP", priority = 3 })
  t.expect.no.stop("30-codes.lua")
  t.expect.tag("digest")
end)

test("without a sender the service or the number is named", function(t)
  t.scripts("30-codes.lua")
  t.line { kind = "activation", service = "Telegram" }
  t.message { text = "Your code is 482913" }
  t.expect.forward("phone", { title = t.containing("Telegram") })
  t.line { number = "+447700900123" }
  t.message { text = "Your code is 482913" }
  t.expect.forward("phone", { title = t.containing("+447700900123") })
end)

test("a message without a code is no business of it", function(t)
  t.scripts("30-codes.lua")
  t.message { sender = "DHL", text = "Your parcel is here" }
  t.expect.nothing()
end)
