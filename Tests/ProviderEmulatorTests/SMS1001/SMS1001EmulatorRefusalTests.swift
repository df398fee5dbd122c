import Lines
import ProviderEmulator
import Testing
import TestSupport

/// Every refusal, with its status and its words.
@Suite
struct SMS1001EmulatorRefusalTests {
    private static let order: [(String, JSON)] = [
        ("country", "NL"), ("service", "whatsapp"), ("provider", "MAIN"),
        ("purchaseType", "activation"),
    ]

    private func body(_ changed: String, _ value: JSON?) -> JSON {
        .object(
            Self.order.compactMap { name, usual in
                guard name == changed else { return JSON.Member(name, usual) }
                return value.map { JSON.Member(name, $0) }
            })
    }

    @Test
    func `the key goes into the header or the query`() {
        var counter = SMS1001InProcessEmulator()
        let path = "api/v1/informative/balance"
        let refused = Reply(401, #"{"success":false,"error":"Invalid or expired API key"}"#)
        let wrong = [(name: "authorization", value: "Bearer nonsense")]
        #expect(counter.send(EmulatedRequest(path, method: "GET")) == refused)
        #expect(counter.send(EmulatedRequest(path, method: "GET", headers: wrong)) == refused)
        #expect(counter.send(EmulatedRequest(path, ["apiKey": "x"], method: "GET")) == refused)
        let query = EmulatedRequest(path, ["apiKey": emulatorKey], method: "GET")
        #expect(counter.send(query).status == 200)
        let both = EmulatedRequest(path, ["apiKey": emulatorKey], method: "GET", headers: wrong)
        #expect(counter.send(both) == refused)
        let form = EmulatedRequest(path, ["key": emulatorKey], method: "GET")
        #expect(counter.send(form) == refused)
    }

    @Test
    func `a key may be for reading or for ordering only`() {
        var counter = SMS1001InProcessEmulator()
        counter.provider.permissions = [.read]
        #expect(counter.get("account/profile").status == 200)
        #expect(counter.get("activations/active").status == 403)
        let order = counter.post("activations/order", body("", nil))
        #expect(order.status == 403 && order.text.contains("lacks the activate permission"))
        counter.provider.permissions = [.activate]
        #expect(counter.get("activations/active").status == 200)
        #expect(counter.get("informative/balance").status == 403)
        #expect(counter.provider.ledger.entries.isEmpty)
    }

    @Test(arguments: [
        ("country", nil as JSON?, 400, "country is required"), ("service", nil, 400, "required"),
        ("provider", nil, 400, "provider is required"), ("purchaseType", nil, 400, "required"),
        ("purchaseType", "rental", 400, "Invalid purchaseType"),
        ("provider", "OTHER", 400, "Invalid provider"), ("country", "XX", 404, "Country not found"),
        ("service", "WhatsApp", 404, "Service not found"), ("country", "", 400, "required"),
    ])
    func `an order lacks nothing and names what there is`(
        _ field: String, _ value: JSON?, _ status: Int, _ words: String
    ) {
        for generation in EmulatorGeneration.allCases {
            var counter = SMS1001InProcessEmulator(generation)
            let reply = counter.post("activations/order", body(field, value))
            #expect(reply.status == status && reply.text.contains(words), "\(reply.text)")
            #expect(counter.provider.ledger.entries.isEmpty)
        }
    }

    @Test
    func `an order without the money costs nothing and says what is missing`() throws {
        var counter = SMS1001InProcessEmulator(balance: "0.01")
        let offer = try counter.offer("whatsapp", in: "NL")
        let price = try #require(offer["price"]?.text.flatMap { Money(decimal: $0) })
        let reply = counter.post(
            "activations/order", body("provider", offer["provider"]))
        #expect(
            reply
                == Reply(
                    402,
                    """
                    {"success":false,"error":"Insufficient balance. Required: $\(price.decimal), \
                    available: $0.01"}
                    """))
        #expect(counter.provider.lines(at: counter.now).isEmpty)
    }

    @Test
    func `orders of nobody and of somebody else are refused`() {
        var counter = SMS1001InProcessEmulator()
        for path in ["activations/check", "activations/cancel"] {
            #expect(counter.post(path, ["orderId": "ord_x"]).status == 404)
            #expect(counter.post(path, ["orderId": "ord_of_another"]).status == 403)
            #expect(counter.post(path, ["order_id": "ord_x"]).status == 400)
            #expect(counter.post(path, []).status == 400)
        }
        #expect(
            counter.get("activations/ord_x")
                == Reply(404, #"{"success":false,"error":"Order not found"}"#))
        #expect(counter.get("activations/ord_of_another").status == 403)
    }

    @Test
    func `newer errors have other names, and one answer no envelope`() {
        var counter = SMS1001InProcessEmulator(.current, balance: "1.00")
        #expect(counter.get("informative/balance").json["balance"] == .number("1"))
        #expect(
            counter.get("activations/ord_x") == Reply(404, #"{"error":"Order not found"}"#))
        #expect(
            counter.post("activations/check")
                == Reply(
                    400, #"{"success":false,"details":[{"message":"orderId is required"}]}"#))
    }

    @Test
    func `other paths and methods are refused, and being too quick is`() {
        var counter = SMS1001InProcessEmulator()
        for path in ["", "nowhere", "activations", "activations/a/b"] {
            #expect(counter.get(path).status == 404, "\(path)")
        }
        #expect(counter.post("activations/active").status == 405)
        #expect(counter.get("activations/order").status == 405)
        #expect(counter.get("informative/pricing").status == 400)
        let limited = counter.provider.rateLimited(retryAfter: 7)
        #expect(limited.status == 429)
        #expect(limited.text == #"{"success":false,"error":"Rate limit exceeded"}"#)
        #expect(limited.headers.contains { $0.name == "Retry-After" && $0.value == "7" })
        #expect(counter.provider.rateLimited(retryAfter: nil).headers.count == 1)
    }

    @Test
    func `a practice account holds two orders that wait`() {
        var counter = SMS1001InProcessEmulator()
        counter.provider.settleInForPractice(at: counter.now)
        let lines = counter.provider.lines(at: counter.now)
        #expect(lines.map(\.state) == ["waiting", "waiting"])
        #expect(lines.map(\.country) == ["NL", "DE"])
        #expect(lines.allSatisfy { $0.canReceive })
    }
}
