import Lines
import ProviderEmulator
import Testing

/// A test's access to the emulated SMSPool: a state machine with a clock moved by hand.
struct SMSPoolDesk {
    var provider: SMSPoolEmulator
    var now = Instant(rfc3339: "2024-01-06T17:37:53Z") ?? Instant(milliseconds: 0)

    init(_ generation: EmulatorGeneration, balance: String = "100.00", seed: UInt64 = 7) {
        provider = SMSPoolEmulator(
            generation: generation, seed: seed, balance: Money(decimal: balance) ?? .zero)
    }

    /// Calls an endpoint with the accepted key.
    mutating func call(
        _ path: String, _ parameters: KeyValuePairs<String, String> = [:]
    ) -> Reply {
        var request = EmulatedRequest(path, parameters)
        request.parameters.append(("key", emulatorKey))
        return send(request)
    }

    mutating func send(_ request: EmulatedRequest) -> Reply {
        let reply = provider.answer(request, at: now)
        return Reply(status: reply.status, text: reply.text)
    }

    mutating func wait(_ duration: Duration) { now = now + duration }

    /// The newest line in the provider's books.
    mutating func newest() throws -> EmulatedLine {
        try #require(provider.lines(at: now).max { $0.purchasedAt < $1.purchasedAt })
    }

    /// Orders a number that is known to be in stock.
    mutating func order(_ service: String = "WhatsApp", in country: String = "NL") throws
        -> EmulatedLine
    {
        let before = Set(provider.lines(at: now).map(\.id))
        let reply = call("purchase/sms", ["country": country, "service": service])
        try #require(reply.json["success"] == 1, "\(reply.text)")
        return try #require(provider.lines(at: now).first { !before.contains($0.id) })
    }

    mutating func rent(_ product: Int, days: Int) throws -> EmulatedLine {
        let before = Set(provider.lines(at: now).map(\.id))
        let reply = call("purchase/rental", ["id": "\(product)", "days": "\(days)"])
        try #require(reply.json["success"] == 1, "\(reply.text)")
        return try #require(provider.lines(at: now).first { !before.contains($0.id) })
    }

    /// Asks for the status and waits until the line is available.
    mutating func wake(_ line: EmulatedLine) {
        _ = call("rental/retrieve_status", ["rental_code": line.id])
        wait(.seconds(6))
    }

    @discardableResult
    mutating func sms(
        _ text: String, from sender: String = "MYBANK", to line: EmulatedLine
    ) -> EmulatedDelivery? {
        provider.deliver(EmulatedSMS(sender: sender, text: text), to: line.number, at: now)
    }

    mutating func balance() -> String? {
        call("request/balance").json["balance"]?.text
    }
}

/// An answer as a client sees it.
struct Reply {
    var status: Int
    var text: String

    var json: JSON { JSON(parsing: text.utf8) ?? .null }
}

extension Reply: Equatable {
    init(_ status: Int, _ text: String) {
        self.init(status: status, text: text)
    }
}
