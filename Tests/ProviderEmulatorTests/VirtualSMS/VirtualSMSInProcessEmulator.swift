import Lines
import ProviderEmulator
import Testing
import TestSupport

/// A state machine and a clock moved by hand: what a test of the emulated VirtualSMS talks to.
typealias VirtualSMSInProcessEmulator = InProcessEmulator<VirtualSMSEmulator>

extension InProcessEmulator where Provider == VirtualSMSEmulator {
    init(
        _ generation: EmulatorGeneration = .document, balance: String = "100.00",
        allowance: Int? = nil
    ) {
        let emulator = VirtualSMSEmulator(
            generation: generation, seed: 7, balance: Money(decimal: balance) ?? .zero,
            allowance: allowance)
        self.init(emulator, now: moment("2026-02-01T12:00:00Z"), sender: "WhatsApp")
    }

    static var key: [(name: String, value: String)] { [(name: "X-API-Key", value: emulatorKey)] }

    mutating func get(_ path: String, _ query: KeyValuePairs<String, String> = [:]) -> Reply {
        send(EmulatedRequest("api/v1/\(path)", query, method: "GET", headers: Self.key))
    }

    mutating func post(
        _ path: String, _ body: JSON = [:], named name: String? = nil, method: String = "POST"
    ) -> Reply {
        let naming = name.map { [(name: "X-Idempotency-Key", value: $0)] } ?? []
        var request = EmulatedRequest(
            "api/v1/\(path)", method: method, headers: Self.key + naming)
        request.body = Array(body.description.utf8)
        return send(request)
    }

    mutating func order(
        _ service: String = "wa", in country: String = "NL", named name: String? = nil
    ) throws -> EmulatedLine {
        let body: JSON = ["service": .string(service), "country": .string(country)]
        let reply = post("customer/purchase", body, named: name)
        return try line(try #require(reply.json["order_id"]?.text, "\(reply.text)"))
    }

    mutating func rent(
        _ country: String = "GB", hours: Int = 168, service: String? = nil
    ) throws -> EmulatedLine {
        let reply = post(
            "rentals",
            [
                "country": .string(country), "duration_hours": .int(hours), "auto_renew": false,
                "rental_type": service == nil ? "full" : "service",
                "service": service.map(JSON.string) ?? .null,
            ])
        return try line(try #require(reply.json["rental_id"]?.text, "\(reply.text)"))
    }

    /// Makes a subscription, and returns its id and secret.
    mutating func subscribe(
        _ events: [String], url: String = "https://e.example/x", threshold: JSON = nil
    ) throws -> (id: String, secret: String) {
        let reply = post(
            "customer/webhooks",
            [
                "url": .string(url), "events": .array(events.map(JSON.string)),
                "threshold": threshold,
            ])
        let made = reply.json["webhook"] ?? nil
        return (
            try #require(made["id"]?.text, "\(reply.text)"), try #require(made["secret"]?.text)
        )
    }

    /// Takes all due posts and reports this status for each.
    mutating func posts(_ status: Int?) -> [WebhookCall] {
        let posts = provider.dueWebhookCalls(at: now)
        for post in posts { provider.recordWebhookCall(post.id, status: status, at: now) }
        return posts
    }
}
