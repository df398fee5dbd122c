import Lines
import ProviderEmulator
import Testing
import TestSupport

/// An order's life: purchase, message, swap, cancel, expiry.
@Suite
struct VirtualSMSEmulatorOrderTests {
    @Test
    func `a purchase is answered as it was recorded, with the plus sign of the document`() throws {
        for generation in EmulatorGeneration.allCases {
            var kiosk = VirtualSMSInProcessEmulator(generation)
            let reply = kiosk.post("customer/purchase", ["service": "wa", "country": "GB"])
            let lines = kiosk.provider.lines(at: kiosk.now)
            let line = try #require(lines.first)
            let price = try #require(reply.json["price"]?.text)
            let plus = generation == .document ? "+" : ""
            #expect(
                reply
                    == Reply(
                        200,
                        """
                        {"success":true,"order_id":"\(line.id)",\
                        "phone_number":"\(plus)\(line.number)","service":"wa","country":"GB",\
                        "price":\(price),"status":"waiting",\
                        "created_at":"2026-02-01T12:00:00Z","expires_at":"2026-02-01T12:20:00Z",\
                        "cancel_available_at":"2026-02-01T12:02:00Z",\
                        "swap_available_at":"2026-02-01T12:02:00Z",\
                        "rules":{"cancel_cooldown_seconds":120,"swap_cooldown_seconds":120}}
                        """))
            #expect(line.number.hasPrefix("4477") && line.id.count == 36)
            #expect(Money(decimal: price) == line.price)
        }
    }

    @Test
    func `the list has other names, and the newer flag denies the messages beside it`() throws {
        for generation in EmulatorGeneration.allCases {
            var kiosk = VirtualSMSInProcessEmulator(generation)
            let isDocument = generation == .document
            let line = try kiosk.order()
            kiosk.wait(.seconds(30))
            kiosk.sms("123 456 is your code", to: line)
            let one = kiosk.get("customer/order/\(line.id)").json
            #expect(one["status"]?.text == (isDocument ? "sms_received" : "completed"))
            #expect(one["sms_received"] == .bool(isDocument))
            #expect(
                one["messages"]?.description
                    == """
                    [{"sender":"WhatsApp","content":"123 456 is your code",\
                    "received_at":"2026-02-01T12:00:30Z"}]
                    """)
            let list = kiosk.get("customer/orders", ["limit": "10"]).json
            let entry = try #require(list["orders"]?.elements.first)
            #expect(list["count"] == 1 && entry["id"]?.text == line.id)
            #expect(entry["service_id"] == "wa" && entry["country_id"] == "NL")
            #expect(entry["order_id"] == nil && entry["price"] == nil && entry["messages"] == nil)
            #expect((entry["sms_code"] == "123456") == !isDocument)
            #expect(kiosk.get("customer/orders", ["status": "expired"]).json["count"] == 0)
        }
    }

    @Test
    func `a cancel and a swap are held for two minutes, and refused by a sentence alone`() throws {
        for generation in EmulatorGeneration.allCases {
            let quote = generation == .document ? "" : "\""
            var kiosk = VirtualSMSInProcessEmulator(generation)
            let line = try kiosk.order()
            kiosk.wait(.milliseconds(1500))
            for verb in ["cancel", "swap"] {
                #expect(
                    kiosk.post("customer/\(verb)/\(line.id)")
                        == Reply(
                            425,
                            "\(quote)Cannot \(verb) within 120 seconds of purchase. "
                                + "Please wait 119 seconds.\(quote)"))
            }
            kiosk.wait(.milliseconds(118_500))
            let cancelled = kiosk.post("customer/cancel/\(line.id)")
            #expect(cancelled.status == 200 && cancelled.json["status"] == "cancelled")
            #expect(
                kiosk.post("customer/cancel/\(line.id)")
                    == Reply(400, "\(quote)Cannot cancel order with status: cancelled\(quote)"))
            #expect(kiosk.provider.ledger.entries.map(\.kind) == [.charge, .refund])
        }
    }

    @Test
    func `a swap goes on under a new id or under the same, and the old number is dead`() throws {
        for generation in EmulatorGeneration.allCases {
            var kiosk = VirtualSMSInProcessEmulator(generation)
            let line = try kiosk.order()
            kiosk.wait(.seconds(120))
            let reply = kiosk.post("customer/swap/\(line.id)").json
            let id = try #require(reply["order_id"]?.text)
            #expect((id == line.id) == (generation == .document))
            #expect(reply["phone_number"]?.text?.hasSuffix(line.number) == false)
            #expect(kiosk.provider.ledger.entries.count == 1)
            #expect(kiosk.sms("1234", to: line)?.isDelivered != true)
            let fresh = try kiosk.line(id)
            #expect(kiosk.sms("1234", to: fresh)?.isDelivered == true)
            #expect(kiosk.post("customer/swap/\(id)").status == 400)
            // Whatever its ids, it is refunded at most once.
            kiosk.wait(.hours(1))
            #expect(kiosk.provider.ledger.entries.count == 1)
        }
    }

    @Test
    func `an order ends after twenty minutes, paid back unless something came`() throws {
        var kiosk = VirtualSMSInProcessEmulator()
        let unused = try kiosk.order()
        let used = try kiosk.order("tg")
        kiosk.sms("1234", to: used)
        kiosk.wait(.minutes(20) - .milliseconds(1))
        #expect(kiosk.get("customer/order/\(unused.id)").json["status"] == "waiting")
        kiosk.wait(.milliseconds(1))
        #expect(kiosk.get("customer/order/\(unused.id)").json["status"] == "expired")
        #expect(kiosk.get("customer/order/\(used.id)").json["status"] == "completed")
        let refunds = kiosk.provider.ledger.entries.filter { $0.kind == .refund }
        #expect(refunds.map(\.line) == [unused.id] && refunds.map(\.amount) == [unused.price])
        #expect(kiosk.sms("late", to: used)?.isDelivered == false)
        #expect(kiosk.sms("late", to: unused)?.isDelivered == false)
        kiosk.wait(.days(8))
        #expect(kiosk.get("customer/order/\(used.id)").json["messages"] == [])
    }

    @Test
    func `asked for again, an order waits until another message comes`() throws {
        var kiosk = VirtualSMSInProcessEmulator()
        let line = try kiosk.order()
        kiosk.sms("1111", to: line)
        #expect(kiosk.post("orders/\(line.id)/retry").json["order_id"]?.text == line.id)
        #expect(kiosk.get("customer/order/\(line.id)").json["status"] == "waiting")
        #expect(try kiosk.line(line.id).state == "waiting")
        kiosk.sms("2222", to: line)
        let one = kiosk.get("customer/order/\(line.id)").json
        #expect(one["status"] == "sms_received" && one["messages"]?.elements.count == 2)
    }

    @Test
    func `what is asked for twice under one name happens once, and a refusal is not kept`() throws {
        var kiosk = VirtualSMSInProcessEmulator()
        let first = try kiosk.order(named: "a")
        let second = try kiosk.order(named: "a")
        let third = try kiosk.order(named: "b")
        #expect(first.id == second.id && first.id != third.id)
        #expect(kiosk.provider.ledger.entries.count == 2)
        #expect(kiosk.post("customer/cancel/\(first.id)", named: "c").status == 425)
        kiosk.wait(.seconds(120))
        let cancelled = kiosk.post("customer/cancel/\(first.id)", named: "c")
        #expect(cancelled.status == 200)
        #expect(kiosk.post("customer/cancel/\(first.id)", named: "c") == cancelled)
        #expect(kiosk.post("customer/cancel/\(first.id)", named: "d").status == 400)
    }

    @Test
    func `sixty requests a minute, then refusals of which every other tells how long`() {
        var kiosk = VirtualSMSInProcessEmulator(allowance: 60)
        for _ in 0..<60 { #expect(kiosk.get("customer/balance").status == 200) }
        kiosk.wait(.seconds(45))
        let request = EmulatedRequest(
            "api/v1/customer/balance", method: "GET", headers: VirtualSMSInProcessEmulator.key)
        let told = kiosk.provider.answer(request, at: kiosk.now)
        let untold = kiosk.provider.answer(request, at: kiosk.now)
        #expect(told.status == 429 && untold.status == 429)
        #expect(told.headers.first { $0.name == "Retry-After" }?.value == "15")
        #expect(!untold.headers.contains { $0.name == "Retry-After" })
        #expect(kiosk.get("price", ["service": "wa", "country": "NL"]).status == 200)
        #expect(kiosk.get("rentals").status == 200)
        kiosk.wait(.seconds(15))
        #expect(kiosk.get("customer/balance").status == 200)
    }

    @Test
    func `the same seed gives the same everything`() throws {
        var left = VirtualSMSInProcessEmulator()
        var right = VirtualSMSInProcessEmulator()
        for path in ["customer/purchase", "customer/purchase"] {
            let body: JSON = ["service": "wa", "country": "CI"]
            #expect(left.post(path, body) == right.post(path, body))
        }
        for path in ["catalog/countries", "customer/services", "customer/countries"] {
            #expect(left.get(path, ["service": "wa"]) == right.get(path, ["service": "wa"]))
        }
    }
}
