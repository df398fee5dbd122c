import Lines
import ProviderEmulator
import Testing
import TestSupport

/// A state machine and a clock moved by hand: what a test of the emulated 1001SMS talks to.
typealias SMS1001InProcessEmulator = InProcessEmulator<SMS1001Emulator>

extension InProcessEmulator where Provider == SMS1001Emulator {
    init(_ generation: EmulatorGeneration = .document, balance: String = "100.00") {
        let emulator = SMS1001Emulator(
            generation: generation, seed: 7, balance: Money(decimal: balance) ?? .zero)
        self.init(emulator, now: moment("2026-02-01T12:00:00Z"), sender: "WhatsApp")
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

    static var key: [(name: String, value: String)] {
        [(name: "Authorization", value: "Bearer \(emulatorKey)")]
    }

    /// Orders a number from the cheapest operator, or from those of one provider.
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
        let operators = reply.inside["operators"]?.elements ?? []
        return try #require(
            operators.first { alias == nil || $0["provider"]?.text == alias }, "\(reply.text)")
    }

    mutating func check(_ line: EmulatedLine) -> Reply {
        post("activations/check", ["orderId": .string(line.id)])
    }

    mutating func cancel(_ line: EmulatedLine) -> Reply {
        post("activations/cancel", ["orderId": .string(line.id)])
    }

    /// The status of an order as the order itself tells it.
    mutating func status(_ line: EmulatedLine) -> String? {
        get("activations/\(line.id)").inside["status"]?.text
    }

    /// The ids in a list of orders.
    mutating func ids(_ path: String, _ query: KeyValuePairs<String, String> = [:]) -> [String] {
        (get(path, query).inside["orders"]?.elements ?? []).compactMap { $0["id"]?.text }
    }
}

extension Reply {
    /// The content of the envelope.
    var inside: JSON { json["data"] ?? json }
}
