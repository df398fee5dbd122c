import Lines
import ProviderEmulator
import Testing

/// A test's access to the emulated 1001SMS: a state machine with a clock moved by hand.
struct SMS1001Counter {
    var provider: SMS1001Emulator
    var now = Instant(rfc3339: "2026-02-01T12:00:00Z") ?? Instant(milliseconds: 0)

    init(_ generation: EmulatorGeneration = .document, balance: String = "100.00") {
        provider = SMS1001Emulator(
            generation: generation, seed: 7, balance: Money(decimal: balance) ?? .zero)
    }

    /// Calls a path with the accepted key in the header.
    mutating func get(_ path: String, _ query: KeyValuePairs<String, String> = [:]) -> Reply {
        send(EmulatedRequest("api/v1/\(path)", query, method: "GET", headers: Self.key))
    }

    mutating func post(_ path: String, _ body: JSON = [:]) -> Reply {
        var request = EmulatedRequest("api/v1/\(path)", method: "POST", headers: Self.key)
        request.body = Array(body.description.utf8)
        return send(request)
    }

    mutating func send(_ request: EmulatedRequest) -> Reply {
        let reply = provider.answer(request, at: now)
        return Reply(status: reply.status, text: reply.text)
    }

    static let key = [(name: "Authorization", value: "Bearer \(emulatorKey)")]

    mutating func wait(_ duration: Duration) { now = now + duration }

    /// Orders a number from the cheapest operator, or from the cheapest of one provider.
    mutating func order(
        _ service: String = "whatsapp", in country: String = "NL", from alias: String? = nil
    ) throws -> EmulatedLine {
        let offer = try offer(service, in: country, from: alias)
        let reply = post(
            "activations/order",
            [
                "country": .string(country), "service": .string(service),
                "provider": offer["provider"] ?? nil, "operator": offer["operator"] ?? nil,
                "purchaseType": "activation",
            ])
        let id = try #require(reply.inside["id"]?.text, "\(reply.text)")
        return try line(id)
    }

    /// The cheapest operator of a pair, according to the price list.
    mutating func offer(
        _ service: String, in country: String, from alias: String? = nil
    ) throws -> JSON {
        let reply = get("informative/pricing", ["country": country, "service": service])
        let operators = reply.inside["operators"]?.listed ?? []
        return try #require(
            operators.first { alias == nil || $0["provider"]?.text == alias }, "\(reply.text)")
    }

    mutating func line(_ id: String) throws -> EmulatedLine {
        try #require(provider.lines(at: now).first { $0.id == id })
    }

    mutating func check(_ line: EmulatedLine) -> Reply {
        post("activations/check", ["orderId": .string(line.id)])
    }

    mutating func cancel(_ line: EmulatedLine) -> Reply {
        post("activations/cancel", ["orderId": .string(line.id)])
    }

    @discardableResult
    mutating func sms(
        _ text: String, from sender: String = "WhatsApp", to line: EmulatedLine
    ) -> EmulatedDelivery? {
        provider.deliver(EmulatedSMS(sender: sender, text: text), to: line.number, at: now)
    }

    /// The status in the order itself.
    mutating func status(_ line: EmulatedLine) -> String? {
        get("activations/\(line.id)").inside["status"]?.text
    }

    /// The ids in a list of orders.
    mutating func ids(_ path: String, _ query: KeyValuePairs<String, String> = [:]) -> [String] {
        (get(path, query).inside["orders"]?.listed ?? []).compactMap { $0["id"]?.text }
    }
}

extension Reply {
    /// The content of the envelope.
    var inside: JSON { json["data"] ?? json }
}

extension JSON {
    var listed: [JSON] {
        if case .array(let values) = self { values } else { [] }
    }
}
