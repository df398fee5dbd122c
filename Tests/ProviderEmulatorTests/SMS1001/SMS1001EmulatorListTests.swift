import Lines
import ProviderEmulator
import Testing
import TestSupport

/// The account's history: orders and money, by page and filter.
@Suite
struct SMS1001EmulatorListTests {
    @Test
    func `history is paged and filtered`() throws {
        var counter = SMS1001InProcessEmulator()
        var ids: [String] = []
        for service in ["google", "telegram", "discord"] {
            ids.insert(try counter.order(service).id, at: 0)
            counter.wait(.hours(24))
        }
        ids.insert(try counter.order().id, at: 0)
        let path = "activations/history"
        #expect(counter.ids(path) == ids)
        #expect(counter.ids(path, ["page": "2", "limit": "3"]) == [ids[3]])
        #expect(counter.ids(path, ["page": "9", "limit": "3"]) == [])
        #expect(counter.ids(path, ["status": "RENTED"]) == [ids[0]])
        #expect(counter.ids(path, ["status": "REFUNDED"]) == Array(ids[1...]))
        #expect(
            counter.ids(path, ["from": "2026-02-02T00:00:00Z", "to": "2026-02-03"])
                == [ids[1], ids[2]])
        #expect(counter.ids(path, ["to": "2026-02-01"]) == [ids[3]])
        let page = counter.get(path, ["limit": "1000"]).inside
        #expect(page["total"] == 4 && page["page"] == 1 && page["limit"] == 100)
        for query: KeyValuePairs<String, String> in [
            ["status": "ACTIVE"], ["page": "0"], ["limit": "x"], ["from": "yesterday"],
        ] {
            #expect(counter.get(path, query).status == 400)
        }
        #expect(counter.ids(path, ["page": "9223372036854775807", "limit": "100"]) == [])
    }

    @Test
    func `active orders are paged, newest first`() throws {
        var counter = SMS1001InProcessEmulator()
        var ids: [String] = []
        for _ in 0..<25 { ids.insert(try counter.order("imo").id, at: 0) }
        #expect(counter.ids("activations/active") == Array(ids[..<20]))
        #expect(counter.ids("activations/active", ["page": "2"]) == Array(ids[20...]))
        #expect(counter.get("activations/active").inside["total"] == 25)
    }

    @Test
    func `what is over is listed, and listing archives nothing`() throws {
        var counter = SMS1001InProcessEmulator()
        let line = try counter.order()
        let open = try counter.order("google")
        counter.sms("4821", to: open)
        counter.wait(.minutes(20))
        let price = counter.get("activations/\(line.id)").inside["price"]?.text ?? ""
        let list = """
            {"success":true,"data":{"archived":1,"orders":[{"id":"\(line.id)",\
            "status":"EXPIRED","serviceId":"whatsapp","country":"NL","price":\(price),\
            "rentedAt":"2026-02-01T12:00:00.000Z"}]}}
            """
        #expect(counter.get("activations/archive-all").text == list)
        #expect(counter.get("activations/archive-all").text == list)
        #expect(counter.ids("activations/history").count == 2)
    }

    @Test
    func `transactions are the ledger with signs, newest first`() throws {
        var counter = SMS1001InProcessEmulator()
        let line = try counter.order()
        counter.wait(.minutes(20))
        counter.provider.setBalance(Money(decimal: "110") ?? .zero, at: counter.now)
        counter.provider.setBalance(Money(decimal: "7.5") ?? .zero, at: counter.now)
        let path = "account/transactions"
        let all = counter.get(path).inside["transactions"]?.elements ?? []
        #expect(
            all.map { $0["type"]?.text } == ["WITHDRAWAL", "DEPOSIT", "REFUND", "SMS_PURCHASE"])
        #expect(
            all.map { $0["amount"]?.text }
                == ["-102.50", "10.00", line.price.decimal, "-\(line.price.decimal)"])
        #expect(all.last?["description"] == "SMS purchase for whatsapp (NL)")
        #expect(all.first?["description"] == .null)
        #expect(counter.get("\(path)/tx1").inside == all.last)
        #expect(counter.get("\(path)/tx9").status == 404)
        #expect(counter.get(path, ["type": "REFUND"]).inside["total"] == 1)
        #expect(counter.get(path, ["status": "FAILED"]).inside["total"] == 0)
        #expect(counter.get(path, ["type": "GIFT"]).status == 400)
        #expect(
            counter.get(path, ["page": "2", "limit": "3"]).inside["transactions"]?.elements.count
                == 1
        )
    }

    @Test
    func `balance, profile and stats add up`() throws {
        var counter = SMS1001InProcessEmulator(balance: "12.50")
        #expect(
            counter.get("informative/balance").text == """
                {"success":true,"data":{"balance":12.5,"username":"john_doe",\
                "email":"john@example.com"}}
                """)
        #expect(counter.get("account/profile").inside["balance"] == .number("12.5"))
        let line = try counter.order()
        _ = try counter.order("google")
        counter.sms("4821", to: line)
        counter.wait(.hours(1))
        let stats = counter.get("account/stats").inside
        #expect(stats["totalOrders"] == 2 && stats["successfulOrders"] == 1)
        #expect(stats["successRate"] == 50 && stats["totalTransactions"] == 3)
        #expect(stats["totalSpent"]?.text.flatMap { Money(decimal: $0) } == line.price)
        #expect(stats["totalDeposited"] == .number("12.5"))
    }
}
