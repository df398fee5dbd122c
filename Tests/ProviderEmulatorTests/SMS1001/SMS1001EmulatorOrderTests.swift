import Lines
import ProviderEmulator
import Testing
import TestSupport

/// An order's life: purchase, message, cancel, expiry.
@Suite
struct SMS1001EmulatorOrderTests {
    @Test
    func `an order is answered in the document's words`() throws {
        var counter = SMS1001InProcessEmulator()
        let reply = counter.post(
            "activations/order",
            [
                "country": "US", "service": "google", "provider": "MAIN",
                "purchaseType": "activation",
            ])
        let line = try #require(counter.provider.lines(at: counter.now).first)
        let supplier = try #require(reply.inside["providerId"]?.text)
        let name = try #require(reply.inside["operatorName"]?.text)
        let price = try #require(reply.inside["price"]?.text)
        #expect(
            reply
                == Reply(
                    200,
                    """
                    {"success":true,"data":{"id":"\(line.id)","phoneNumber":"+\(line.number)",\
                    "countryCode":"US","countryName":"United States","serviceId":"google",\
                    "serviceName":"Google","operatorName":"\(name)","price":\(price),\
                    "status":"RENTED","provider":"MAIN","providerId":"\(supplier)",\
                    "expiresAt":"2026-02-01T12:20:00.000Z",\
                    "rentedAt":"2026-02-01T12:00:00.000Z"}}
                    """))
        #expect(Money(decimal: price) == line.price && line.number.hasPrefix("1415"))
        #expect(line.expiresAt == counter.now + .minutes(20))
    }

    @Test
    func `only a check fetches a message, and then every answer has it`() throws {
        var counter = SMS1001InProcessEmulator()
        let line = try counter.order()
        counter.wait(.seconds(30))
        counter.sms("123 456 is your WhatsApp code", to: line)
        #expect(counter.get("activations/\(line.id)").inside["messages"] == [])
        #expect(
            counter.get("activations/active").inside["orders"]?.elements[0]["latestMessage"]
                == .null)
        let message = """
            {"id":"msg_\(line.id.dropFirst(4))_1","sender":"WhatsApp","message":"123 456 is your \
            WhatsApp code","code":"123456","receivedAt":"2026-02-01T12:00:30.000Z"}
            """
        #expect(
            counter.check(line)
                == Reply(
                    200,
                    """
                    {"success":true,"data":{"hasMessage":true,"messages":[\(message)],\
                    "status":"RENTED","providerStatus":"RECEIVED"}}
                    """))
        #expect(counter.get("activations/\(line.id)").text.hasSuffix("\"messages\":[\(message)]}}"))
        #expect(counter.get("activations/active").text.contains("\"latestMessage\":\(message)}"))
        #expect(counter.get("activations/history").text.contains("\"messageCount\":1"))
    }

    @Test
    func `two messages are both there, and newer checks show each once`() throws {
        for generation in EmulatorGeneration.allCases {
            var counter = SMS1001InProcessEmulator(generation)
            let line = try counter.order()
            #expect(counter.check(line).inside["hasMessage"] == false)
            counter.sms("1111 is your code", to: line)
            #expect(counter.check(line).inside["messages"]?.elements.map { $0["code"] } == ["1111"])
            counter.sms("1111 is your code", from: "", to: line)
            let codes = counter.check(line).inside["messages"]?.elements.map { $0["sender"] }
            #expect(codes == (generation == .document ? ["WhatsApp", .null] : [.null]))
            let again = counter.check(line).inside
            #expect(again["hasMessage"] == .bool(generation == .document))
            #expect(again["status"]?.text == (generation == .document ? "RENTED" : "ACTIVE"))
            #expect(counter.get("activations/\(line.id)").inside["messages"]?.elements.count == 2)
            #expect(try counter.line(line.id).state == "received")
        }
    }

    @Test
    func `a cancel is refused for two minutes and then pays back once`() throws {
        var counter = SMS1001InProcessEmulator()
        let line = try counter.order()
        counter.wait(.milliseconds(119_999))
        let early = Reply(
            400, #"{"success":false,"error":"Cancel failed. Please try again later."}"#)
        #expect(counter.cancel(line) == early)
        counter.wait(.milliseconds(1))
        let reply = counter.cancel(line)
        #expect(reply.status == 200 && reply.inside["status"] == "REFUNDED")
        #expect(reply.inside["refundAmount"]?.text.flatMap { Money(decimal: $0) } == line.price)
        #expect(reply.inside["refundReason"] == "Full refund - No SMS received")
        #expect(counter.status(line) == "REFUNDED")
        #expect(counter.ids("activations/active") == [])
        let twice = counter.cancel(line)
        #expect(twice == Reply(400, #"{"success":false,"error":"Order was already refunded"}"#))
        #expect(counter.provider.ledger.entries.map(\.kind) == [.charge, .refund])
        #expect(counter.provider.ledger.balance == Money(decimal: "100.00"))
        #expect(counter.sms("too late 1234", to: line)?.isDelivered == false)
    }

    @Test
    func `one supplier takes its time to give a number and none to take it back`() throws {
        var counter = SMS1001InProcessEmulator()
        let line = try counter.order(from: "EXTRA 2")
        #expect(counter.status(line) == "PENDING")
        #expect(counter.ids("activations/active") == [line.id])
        #expect(counter.ids("activations/history", ["status": "PENDING"]) == [line.id])
        counter.wait(.seconds(5))
        #expect(counter.status(line) == "RENTED")
        #expect(counter.cancel(line).inside["status"] == "REFUNDED")
    }

    @Test
    func `what got its message is neither cancelled nor paid back, fetched or not`() throws {
        var counter = SMS1001InProcessEmulator()
        let line = try counter.order()
        counter.wait(.minutes(3))
        counter.sms("Your code is 4821", to: line)
        let refused = counter.cancel(line)
        #expect(refused.status == 400 && refused.text.contains("already received"))
        counter.wait(.hours(1))
        #expect(counter.status(line) == "COMPLETED")
        #expect(counter.check(line).inside["messages"]?.elements.map { $0["code"] } == ["4821"])
        #expect(counter.provider.ledger.entries.map(\.kind) == [.charge])
        #expect(counter.cancel(line).text.contains("in status COMPLETED"))
        #expect(try counter.line(line.id).state == "finished")
    }

    @Test
    func `an order without a message is paid back the moment it expires`() throws {
        var counter = SMS1001InProcessEmulator()
        let line = try counter.order()
        counter.wait(.milliseconds(1_199_999))
        #expect(counter.status(line) == "RENTED")
        counter.wait(.milliseconds(1))
        #expect(counter.status(line) == "EXPIRED")
        #expect(counter.cancel(line).text.contains("in status EXPIRED"))
        counter.wait(.seconds(30))
        #expect(counter.status(line) == "REFUNDED")
        #expect(counter.provider.ledger.entries.map(\.kind) == [.charge, .refund])
        #expect(counter.provider.ledger.entries.last?.at == line.expiresAt)
        #expect(counter.sms("1234", to: line)?.lostBecause == "the order has expired")
    }

    @Test
    func `a blocked order is over and paid back`() throws {
        var counter = SMS1001InProcessEmulator()
        let line = try counter.order()
        counter.provider.block(order: line.id, at: counter.now)
        counter.provider.block(order: line.id, at: counter.now)
        #expect(counter.status(line) == "BLOCKED")
        #expect(counter.ids("activations/history", ["status": "BLOCKED"]) == [line.id])
        #expect(counter.cancel(line).text.contains("in status BLOCKED"))
        #expect(counter.provider.ledger.entries.map(\.kind) == [.charge, .refund])
    }

    @Test
    func `cancelling all leaves alone what is locked or has its message`() throws {
        var counter = SMS1001InProcessEmulator()
        let complete = try counter.order("telegram")
        let waiting = try counter.order("google")
        counter.sms("4455", to: complete)
        counter.wait(.seconds(100))
        let locked = try counter.order("discord")
        counter.wait(.seconds(20))
        let amount = counter.get("activations/\(waiting.id)").inside["price"]?.text ?? ""
        let failed = #""refundAmount":0,"error":"Cancel failed. Please try again later."}"#
        #expect(
            counter.post("activations/cancel-all").text == """
                {"success":true,"data":{"cancelled":1,"failed":2,"results":[\
                {"orderId":"\(complete.id)","status":"failed",\(failed),\
                {"orderId":"\(waiting.id)","status":"REFUNDED","refundAmount":\(amount)},\
                {"orderId":"\(locked.id)","status":"failed",\(failed)]}}
                """)
        #expect(counter.ids("activations/active") == [locked.id, complete.id])
    }
}
