import Lines
import ProviderEmulator
import Testing
import TestSupport

/// Refusals and their words, lists, and rentals.
@Suite
struct VirtualSMSEmulatorRefusalTests {
    @Test
    func `out of stock is told by the text of a 503`() {
        let body: JSON = ["service": "ts", "country": "FR"]
        var kiosk = VirtualSMSInProcessEmulator(.document)
        #expect(
            kiosk.post("customer/purchase", body)
                == Reply(
                    503,
                    """
                    {"error":"no_numbers","message":"This service is currently out of stock in \
                    the selected country"}
                    """))
        kiosk = VirtualSMSInProcessEmulator(.current)
        let bare = kiosk.post("customer/purchase", body)
        #expect(bare.status == 503 && bare.text.hasPrefix("This service is currently out of"))
        // Listed with numbers, but never sold: both have the same answer.
        for pair in [("ts", "DE"), ("ts", "EE")] {
            let other: JSON = ["service": .string(pair.0), "country": .string(pair.1)]
            #expect(kiosk.post("customer/purchase", other) == bare)
        }
        #expect(kiosk.provider.ledger.entries.isEmpty)
    }

    @Test
    func `names are no codes, and what is missing is named`() {
        var kiosk = VirtualSMSInProcessEmulator()
        let cases: [(JSON, String)] = [
            (["service": "whatsapp", "country": "NL"], "invalid_service"),
            (["service": "wa", "country": "Netherlands"], "invalid_country"),
            (["service": "wa"], "missing_params"), ([:], "missing_params"),
        ]
        for (body, code) in cases {
            let reply = kiosk.post("customer/purchase", body)
            #expect(reply.status == 400 && reply.json["error"]?.text == code)
        }
        #expect(kiosk.get("customer/order/x").status == 404)
        #expect(kiosk.get("customer/nothing") == Reply(404, "404 page not found"))
        #expect(kiosk.get("customer/purchase").status == 405)
        let poor = VirtualSMSInProcessEmulator(balance: "0.01")
        kiosk = poor
        let reply = kiosk.post("customer/purchase", ["service": "wa", "country": "NL"])
        #expect(reply.status == 402 && reply.json["current"]?.text == "0.01")
    }

    @Test
    func `only its own header, or the old query, opens it`() {
        var kiosk = VirtualSMSInProcessEmulator()
        let bearer = [(name: "Authorization", value: "Bearer \(emulatorKey)")]
        let balance = "api/v1/customer/balance"
        #expect(
            kiosk.send(EmulatedRequest(balance, method: "GET", headers: bearer)).status == 401)
        #expect(kiosk.send(EmulatedRequest(balance, method: "GET")).status == 401)
        let query = EmulatedRequest(balance, ["api_key": emulatorKey], method: "GET")
        #expect(kiosk.send(query).status == 200)
        let open = EmulatedRequest(
            "api/v1/price", ["service": "wa", "country": "NL"], method: "GET")
        #expect(kiosk.send(open).status == 200)
    }

    @Test
    func `the price tells no stock, and the catalogue does`() throws {
        for generation in EmulatorGeneration.allCases {
            var kiosk = VirtualSMSInProcessEmulator(generation)
            let price = kiosk.get("price", ["service": "wa", "country": "NL"]).json
            #expect(price["count"] == nil && price["stock"] == nil)
            let reply = kiosk.get("catalog/countries", ["service": "wa"]).json
            let places = reply["countries"]?.elements ?? reply.elements
            let place = try #require(places.first { $0["id"] == "NL" })
            #expect(place["price"] == price["price"])
            let count = Int(place["count"]?.text ?? "") ?? 0
            _ = try kiosk.order()
            let after = kiosk.get("catalog/countries", ["service": "wa"]).text
            #expect(count > 0 && after.contains("\"count\":\(count - 1)"))
            #expect((reply["countries"] == nil) == (generation == .document))
            let there = kiosk.get("customer/countries", ["service": "ts"]).text
            #expect(!there.contains("Estonia") && there.contains("Germany"))
        }
    }

    @Test
    func `a rental is paid back within twenty minutes and before its first message`() throws {
        var kiosk = VirtualSMSInProcessEmulator()
        let back = try kiosk.rent()
        let heard = try kiosk.rent("NL", hours: 24)
        let late = try kiosk.rent("EE", hours: 72)
        kiosk.sms("4711", to: heard)
        kiosk.wait(.minutes(20))
        #expect(kiosk.post("rentals/\(back.id)/cancel").json["refund"]?.text == "9")
        #expect(kiosk.post("rentals/\(heard.id)/cancel").status == 400)
        kiosk.wait(.milliseconds(1))
        #expect(kiosk.post("rentals/\(late.id)/cancel").status == 400)
        let again = kiosk.post("rentals/\(back.id)/cancel")
        #expect(again == Reply(400, "Cannot cancel rental with status: cancelled"))
        #expect(kiosk.get("rentals").json.elements.count == 2)
        let all = kiosk.get("rentals", ["status": "all"]).json.elements
        #expect(all.map { $0["status"]?.text } == ["cancelled", "active", "active"])
        #expect(all.map { $0["sms_received"]?.text } == ["0", "1", "0"])
        #expect(all.allSatisfy { $0["country"] == nil && $0["messages"] == nil })
    }

    @Test
    func `a rental of the network is bought by a number and extended at its own price`() throws {
        var kiosk = VirtualSMSInProcessEmulator(.current)
        var body: JSON = [
            "service": "wa", "country": 43, "duration_hours": 24, "provider": "network",
        ]
        let reply = kiosk.post("rentals/provider", body)
        #expect(reply.json["retail_cost"]?.text == "0.9" && reply.json["price"] == nil)
        let id = try #require(reply.json["rental_id"]?.text)
        let extended = kiosk.post("rentals/\(id)/extend", ["duration_hours": 72])
        #expect(extended.json["price"]?.text == "2.1")
        #expect(extended.json["new_expires_at"] == "2026-02-05T12:00:00Z")
        #expect(kiosk.post("rentals/\(id)/extend", ["duration_hours": 720]).status == 400)
        body = ["service": "wa", "country": "DE", "duration_hours": 24, "provider": "network"]
        #expect(kiosk.post("rentals/provider", body).status == 400)
        kiosk.wait(.days(4))
        #expect(kiosk.get("rentals").json.elements.isEmpty)
        #expect(kiosk.post("rentals/\(id)/extend", ["duration_hours": 24]).status == 400)
    }

    @Test
    func `transactions add up to the balance`() throws {
        var kiosk = VirtualSMSInProcessEmulator()
        let line = try kiosk.order()
        kiosk.wait(.minutes(3))
        _ = kiosk.post("customer/cancel/\(line.id)")
        let page = kiosk.get("customer/transactions").json
        let entries = page["transactions"]?.elements ?? []
        #expect(entries.map { $0["type"]?.text } == ["refund", "purchase"])
        #expect(entries.map { $0["balance_after"]?.text } != [nil, nil])
        #expect(entries[0]["balance_after"]?.text == "100")
        #expect(entries[0]["balance_before"] == entries[1]["balance_after"])
        #expect(entries[1]["amount"]?.text?.hasPrefix("-") == true)
        let totals = kiosk.get("balance").json
        #expect(totals["total_spent"]?.text == "0" && totals["total_credits"]?.text == "100")
        #expect(kiosk.get("customer/profile").json["total_orders"] == 1)
        #expect(kiosk.get("customer/transactions", ["from": "soon"]).status == 400)
        let later = kiosk.get("customer/transactions", ["from": "2026-02-01T12:01:00Z"]).json
        #expect(later["count"] == 1)
    }
}
