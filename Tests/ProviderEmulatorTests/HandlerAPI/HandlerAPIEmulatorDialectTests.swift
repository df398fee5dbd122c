import Lines
import ProviderEmulator
import Testing
import TestSupport

/// The differences between the dialects, and that four of them run side by side.
@Suite
struct HandlerAPIEmulatorDialectTests {
    typealias Dialect = HandlerAPIEmulator.Dialect

    @Test
    func `daisysms has its words and headers`() throws {
        var counter = HandlerAPIInProcessEmulator(.daisysms)
        let query: KeyValuePairs = ["service": "wa", "country": "187"]
        let reply = counter.whole("getNumber", query)
        let line = try #require(counter.provider.lines(at: counter.now).first)
        let price = reply.headers.first { $0.name == "X-Price" }?.value
        #expect(price == line.price.decimal)
        counter.sms("two\nlines 1234", to: line)
        let status = counter.whole("getStatus", ["id": line.id, "text": "1"])
        #expect(status.text == "STATUS_OK:1234")
        #expect(status.headers.first { $0.name == "X-Text" }?.value == "two lines 1234")
        #expect(counter.whole("getStatus", ["id": line.id]).headers.count == 1)
        #expect(counter.set("8", line) == "ACCESS_READY" && counter.set("3", line) == "BAD_STATUS")
        #expect(
            counter.ask("getNumber", ["service": "wa", "country": "187", "max_price": "0.01"]).text
                == "MAX_PRICE_EXCEEDED")
        #expect(counter.ask("getNumber", ["service": "wa", "country": "16"]).text == "BAD_COUNTRY")
        #expect(counter.ask("getActiveActivations").text == "BAD_ACTION")
        counter.provider.setBalance(.zero, at: counter.now)
        #expect(counter.ask("getNumber", query).text == "NO_MONEY")
    }

    @Test
    func `daisysms gives a number again that sleeps at first, and holds no more than twenty`()
        throws
    {
        var counter = HandlerAPIInProcessEmulator(.daisysms)
        let line = try counter.order(in: "187")
        #expect(
            counter.ask("getExtraActivation", ["activationId": line.id]).text
                == "RENEW_ACTIVATION_NOT_AVAILABLE")
        #expect(
            counter.ask("getExtraActivation", ["activationId": "1"]).text == "WRONG_ACTIVATION_ID")
        counter.sms("1234", to: line)
        _ = counter.set("6", line)
        let text = counter.ask("getExtraActivation", ["activationId": line.id]).text
        let parts = text.split(separator: ":").map(String.init)
        #expect(parts[0] == "ASLEEP" && parts[2] == line.number && parts[3] == "1721995260")
        #expect(counter.sms("too early", to: line)?.isDelivered == false)
        counter.wait(.minutes(1))
        #expect(counter.sms("5678", to: line)?.isDelivered == true)
        #expect(counter.ask("getStatus", ["id": parts[1]]).text == "STATUS_OK:5678")
        for _ in 0..<19 { _ = try counter.order(in: "187") }
        #expect(
            counter.ask("getNumber", ["service": "wa", "country": "187"]).text
                == "TOO_MANY_ACTIVE_RENTALS")
    }

    @Test
    func `a clone has statuses, and the older forms`() throws {
        var counter = HandlerAPIInProcessEmulator(.clone)
        #expect(counter.ask("getStatus", ["id": "1"]) == Reply(404, "NO_ACTIVATION"))
        #expect(counter.ask("getNumberV2") == Reply(404, "BAD_ACTION"))
        let request = EmulatedRequest(
            "stubs/handler_api", ["api_key": "x", "action": "getBalance"], method: "GET")
        let refused = counter.provider.answer(request, at: counter.now)
        #expect(refused.status == 401 && refused.text == "BAD_KEY")
        let slow = counter.provider.rateLimited(retryAfter: 7)
        #expect(slow.status == 429 && slow.text == "RATE_LIMITED")
        #expect(slow.headers.last?.value == "7")
        let line = try counter.order()
        counter.sms("one 1111", to: line)
        counter.sms("two 2222", to: line)
        #expect(
            counter.ask("getAllSms", ["id": line.id]).text == """
                {"status":"success","data":[{"text":"one 1111","date":"2024-07-26T12:00:00Z"},\
                {"text":"two 2222","date":"2024-07-26T12:00:00Z"}]}
                """)
        _ = counter.set("6", line)
        #expect(counter.ask("getAllSms", ["id": line.id]).text == "ACTIVATION_NOT_ACTIVE")
        #expect(counter.ask("getNumbersStatus", ["country": "16"]).json["wa_1"] == "0")
        counter.provider.bannedUntil = counter.now + .minutes(1)
        #expect(counter.ask("getNumber", ["service": "wa", "country": "16"]).status == 429)
    }

    @Test
    func `the seven actions of virtualsms take the key in a header and keep no limit`() {
        var counter = HandlerAPIInProcessEmulator(.virtualsms)
        let request = EmulatedRequest(
            "stubs/handler_api.php",
            ["action": "getNumber", "service": "wa", "country": "16", "maxPrice": "0.01"],
            method: "GET", headers: [("x-api-key", emulatorKey)])
        let bought = counter.provider.answer(request, at: counter.now)
        #expect(bought.text.hasPrefix("ACCESS_NUMBER:"))
        #expect(counter.provider.endpoints.count == 7)
        #expect(counter.ask("getServices").json["wa"] == "WhatsApp")
        #expect(counter.ask("getHistory").text == "BAD_ACTION")
    }

    @Test(arguments: Dialect.allCases)
    func `all are asked by either method and either path, and nothing else is there`(
        _ dialect: Dialect
    ) {
        var counter = HandlerAPIInProcessEmulator(dialect)
        for method in ["GET", "POST"] {
            for path in ["stubs/handler_api.php", "stubs/handler_api"] {
                let reply = counter.ask("getBalance", method: method, path: path)
                #expect(reply == Reply(200, "ACCESS_BALANCE:100.00"))
            }
        }
        let nowhere = counter.ask("getBalance", path: "elsewhere")
        #expect(nowhere.status == 404 && nowhere.text.hasPrefix("<html>"))
        let request = EmulatedRequest("stubs/handler_api.php", ["action": "getStatus"])
        #expect(counter.provider.endpoint(of: request) == "getStatus")
        let bare = EmulatedRequest("stubs/handler_api.php")
        #expect(counter.provider.endpoint(of: bare) == "stubs/handler_api.php")
        #expect(counter.provider.endpoint(of: "getStatus") == "getStatus")
    }

    @Test
    func `four stand side by side, one below the other's path`() {
        let now = Instant(milliseconds: 1_704_562_673_000)
        var emulation = Emulation(
            providers: Dialect.allCases.map { HandlerAPIEmulator(now: now, dialect: $0) },
            clock: EmulatedClock(start: now, uptime: .zero))
        let places = [
            ("/handler-api", "handler-api"), ("/handler-api/daisysms", "handler-api-daisysms"),
            ("/virtualsms", "handler-api-virtualsms"),
            ("/handler-api/clone", "handler-api-clone"),
        ]
        for (path, name) in places {
            let request = EmulatedRequest(
                "\(path)/stubs/handler_api.php",
                ["api_key": emulatorKey, "action": "getNumber", "service": "wa", "country": "187"],
                method: "GET")
            guard case .answer(let reply) = emulation.handle(request, uptime: .zero).outcome else {
                Issue.record("\(path)")
                continue
            }
            #expect(reply.text.hasPrefix("ACCESS_NUMBER:"), "\(path)")
            #expect(emulation.counts.total(provider: name, endpoint: "getNumber") == 1)
            let lines = emulation.lines(uptime: .zero)
            #expect(lines.contains { $0.provider == name })
        }
        emulation.set(Fault(.html, provider: "handler-api-clone", endpoint: "getBalance"))
        for (path, status) in [("/handler-api", 200), ("/handler-api/clone", 403)] {
            let request = EmulatedRequest(
                "\(path)/stubs/handler_api.php",
                ["api_key": emulatorKey, "action": "getBalance"], method: "GET")
            guard case .answer(let reply) = emulation.handle(request, uptime: .zero).outcome else {
                Issue.record("\(path)")
                continue
            }
            #expect(reply.status == status)
        }
    }

    @Test
    func `the same seed sells the same, and the account is kept in its own currency`() throws {
        var first = HandlerAPIInProcessEmulator()
        var second = HandlerAPIInProcessEmulator()
        var other = HandlerAPIInProcessEmulator(seed: 8)
        let prices = first.ask("getPrices").text
        #expect(second.ask("getPrices").text == prices && other.ask("getPrices").text != prices)
        #expect(try first.order().number == second.order().number)
        var roubles = HandlerAPIInProcessEmulator(
            balance: Money(tenThousandths: 100_0000, currency: "RUB"))
        let reply = roubles.ask("getNumberV2", ["service": "wa", "country": "0"])
        #expect(reply.json["currency"] == 643)
        roubles.provider.setBalance(Money(tenThousandths: 5_0000), at: roubles.now)
        #expect(roubles.provider.ledger.balance.currency == "RUB")
        #expect(roubles.ask("getBalance").text == "ACCESS_BALANCE:5.00")
    }

    @Test
    func `practice holds two orders that wait, and a rental with a backlog`() {
        var counter = HandlerAPIInProcessEmulator()
        counter.provider.settleInForPractice(at: counter.now)
        let lines = counter.provider.lines(at: counter.now)
        #expect(lines.map(\.state) == ["active", "waiting", "waiting"])
        #expect(lines.map(\.sent.count) == [4, 0, 0])
        #expect(lines.map(\.canReceive) == [true, true, true])
    }
}
