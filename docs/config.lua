-- Linekeeper's configuration. docs/configuration.md describes every key.
--
-- Without an account Linekeeper practises with an emulator, and spends nothing. secret("NAME") reads
-- an environment variable, secret_file("pool.key") a file beside this one.
accounts = {
  -- pool = { provider = "smspool", key = secret("SMSPOOL_KEY") },
}

-- Where messages are forwarded to. The scripts that come with Linekeeper use these two.
channels = {
  phone = file { path = "phone.jsonl" },
  log = file { path = "messages.jsonl" },
  -- phone = ntfy { topic = "a-topic-nobody-can-guess" },
}

-- A script puts a message on a route; the route says to which channels it goes.
routes = {
  bank = { "phone", "log" },
}

-- rentals = { listening = "always", extend_before = "1d", extend_days = 30, max_price = 20 }
-- activations = { cancel_unused_after = "10m" }

-- Scripts spend nothing until `scripts` says how much they may in a day.
-- spending = { per_day = 10, scripts = 2 }
