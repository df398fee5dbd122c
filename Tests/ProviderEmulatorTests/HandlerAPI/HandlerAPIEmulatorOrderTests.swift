import Lines
import ProviderEmulator
import Testing
import TestSupport

/// An order's life: purchase, message, another code, cancel, expiry.
@Suite
struct HandlerAPIEmulatorOrderTests {
    typealias Dialect = HandlerAPIEmulator.Dialect

    @Test(arguments: Dialect.allCases)
    func `an order is a word, an id and a number`(_ dialect: Dialect) throws {
        var counter = HandlerAPIInProcessEmulator(dialect)
        let country = dialect == .daisysms ? "187" : "16"
        let line = try counter.order(in: country)
        #expect(line.expiresAt == counter.now + .minutes(20) && line.state == "waiting")
        #expect(counter.status(line) == "STATUS_WAIT_CODE")
        #expect(counter.provider.ledger.entries.map(\.kind) == [.charge])
        let balance = (Money(tenThousandths: 100_0000) - line.price).decimal
        #expect(counter.ask("getBalance").text == "ACCESS_BALANCE:\(balance)")
    }

    @Test
    func `the newer order tells more, and is placed once under one name`() throws {
        var counter = HandlerAPIInProcessEmulator()
        let query: KeyValuePairs = ["service": "ig", "country": "6", "orderId": "a-1"]
        let reply = counter.ask("getNumberV2", query)
        let line = try #require(counter.provider.lines(at: counter.now).first)
        #expect(line.expiresAt == counter.now + .hours(1))
        #expect(
            reply.text == """
                {"activationId":\(line.id),"phoneNumber":"\(line.number)",\
                "activationCost":\(reply.json["activationCost"]?.text ?? ""),"currency":840,\
                "countryCode":"6","canGetAnotherSms":"1",\
                "activationTime":"2024-07-26 12:00:00","activationOperator":"any"}
                """)
        #expect(counter.ask("getNumberV2", query).text == "ORDER_ALREADY_EXISTS")
        #expect(counter.provider.lines(at: counter.now).count == 1)
    }

    @Test
    func `the second message overwrites the code, and the status tells the old one meanwhile`()
        throws
    {
        var counter = HandlerAPIInProcessEmulator()
        let line = try counter.order()
        #expect(counter.set("3", line) == "BAD_STATUS")
        counter.sms("Your code is 111 111", to: line)
        #expect(counter.status(line) == "STATUS_OK:111111")
        #expect(counter.ask("getFullSms", ["id": line.id]).text == "FULL_SMS:Your code is 111 111")
        #expect(counter.set("3", line) == "ACCESS_RETRY_GET")
        #expect(counter.status(line) == "STATUS_WAIT_RETRY:111111")
        #expect(counter.set("3", line) == "BAD_STATUS" && counter.set("8", line) == "BAD_STATUS")
        counter.sms("Link: a:b no digits", to: line)
        #expect(counter.status(line) == "STATUS_OK:Link: a:b no digits")
        #expect(counter.set("3", line) == "ACCESS_RETRY_GET")
        counter.sms("3333", to: line)
        #expect(counter.set("3", line) == "BAD_STATUS", "a number is not asked for again for ever")
        #expect(counter.set("6", line) == "ACCESS_ACTIVATION")
        #expect(counter.status(line) == "STATUS_CANCEL" && counter.set("6", line) == "BAD_STATUS")
        #expect(counter.sms("4444", to: line)?.isDelivered == false)
        #expect(counter.provider.ledger.entries.map(\.kind) == [.charge])
    }

    @Test(arguments: Dialect.allCases)
    func `a cancel waits two minutes where there is a hold, and pays back once`(
        _ dialect: Dialect
    ) throws {
        var counter = HandlerAPIInProcessEmulator(dialect)
        let line = try counter.order(in: dialect == .daisysms ? "187" : "16")
        counter.wait(.seconds(119))
        if dialect != .daisysms {
            #expect(counter.set("8", line) == "EARLY_CANCEL_DENIED")
            counter.wait(.seconds(1))
        }
        #expect(counter.set("-1", line) == "ACCESS_CANCEL")
        #expect(counter.status(line) == "STATUS_CANCEL")
        #expect(counter.set("8", line) == (dialect == .daisysms ? "ACCESS_READY" : "BAD_STATUS"))
        #expect(counter.provider.ledger.entries.map(\.kind) == [.charge, .refund])
    }

    @Test
    func `ready can be said, and finishing one that waits keeps the money`() throws {
        var counter = HandlerAPIInProcessEmulator()
        let line = try counter.order()
        #expect(counter.set("1", line) == "ACCESS_READY")
        #expect(counter.set("6", line) == "ACCESS_ACTIVATION")
        #expect(counter.provider.ledger.entries.map(\.kind) == [.charge])
        #expect(counter.set("2", line) == "BAD_STATUS")
    }

    @Test
    func `an order runs out, with its money unless something came`() throws {
        var counter = HandlerAPIInProcessEmulator()
        let unused = try counter.order()
        let used = try counter.order()
        counter.sms("1234", to: used)
        let long = try counter.order("ya")
        counter.wait(.minutes(20))
        #expect(counter.status(unused) == "STATUS_CANCEL")
        #expect(counter.status(used) == "STATUS_CANCEL")
        #expect(counter.status(long) == "STATUS_WAIT_CODE")
        let lines = counter.provider.lines(at: counter.now)
        #expect(lines.map(\.state) == ["refunded", "finished", "waiting"])
        let refunds = counter.provider.ledger.entries.filter { $0.kind == .refund }
        #expect(refunds.map(\.line) == [unused.id])
    }

    @Test
    func `what is refused has its word`() {
        var counter = HandlerAPIInProcessEmulator()
        let cases: [(KeyValuePairs<String, String>, String)] = [
            (["service": "zz", "country": "16"], "BAD_SERVICE"),
            (["service": "wa", "country": "999"], "BAD_COUNTRY"),
            (["service": "ts", "country": "78"], "NO_NUMBERS"),
            (["service": "ub", "country": "43"], "NO_NUMBERS"),
        ]
        for (query, word) in cases { #expect(counter.ask("getNumber", query).text == word) }
        let dear = counter.ask(
            "getNumber", ["service": "wa", "country": "16", "maxPrice": "0.01"]
        ).text
        #expect(dear.hasPrefix("WRONG_MAX_PRICE:0."))
        #expect(counter.ask("setStatus", ["id": "1", "status": "8"]).text == "NO_ACTIVATION")
        #expect(counter.ask("getAllSms").text == "BAD_ACTION")
        #expect(counter.ask("nothing").text == "BAD_ACTION")
        counter.provider.setBalance(.zero, at: counter.now)
        #expect(counter.ask("getNumber", ["service": "wa", "country": "16"]).text == "NO_BALANCE")
        counter.provider.bannedUntil = counter.now + .hours(1)
        #expect(
            counter.ask("getNumber", ["service": "wa", "country": "16"]).text
                == "BANNED:'2024-7-26 13-00-00'")
        #expect(counter.provider.ledger.entries.map(\.kind) == [.adjustment])
    }

    @Test
    func `lists: a word for none, and an open order without its cost in the past`() throws {
        var counter = HandlerAPIInProcessEmulator()
        #expect(counter.ask("getActiveActivations").text == "NO_ACTIVATIONS")
        #expect(counter.ask("getHistory").text == "[]")
        let line = try counter.order()
        counter.sms("Your code is 1234", to: line)
        let active = counter.ask("getActiveActivations").json["activeActivations"]
        let entry = try #require(active?.elements.first)
        #expect(entry["activationId"]?.text == line.id && entry["smsCode"] == ["1234"])
        #expect(counter.ask("getHistory").json.elements.first?["cost"] == 0)
        _ = counter.set("6", line)
        let past = try #require(counter.ask("getHistory").json.elements.first)
        #expect(past["status"] == "6" && past["sms"] == "1234")
        #expect(Money(decimal: past["cost"]?.text ?? "") == line.price)
        #expect(counter.ask("getHistory", ["start": "1721995201"]).text == "[]")
        #expect(counter.ask("getHistory", ["end": "x"]).text == "WRONG_DATE")
        #expect(counter.ask("getHistory", ["limit": "1", "offset": "1"]).text == "[]")
    }
}
