import Lines
import ProviderEmulator
import Testing
import TestSupport

/// A state machine and a clock moved by hand: what a test of the emulated SMSPool talks to.
typealias SMSPoolInProcessEmulator = InProcessEmulator<SMSPoolEmulator>

extension InProcessEmulator where Provider == SMSPoolEmulator {
    init(_ generation: EmulatorGeneration, balance: String = "100.00", seed: UInt64 = 7) {
        let emulator = SMSPoolEmulator(
            generation: generation, seed: seed, balance: Money(decimal: balance) ?? .zero)
        self.init(emulator, now: moment("2024-01-06T17:37:53Z"))
    }

    /// Calls an endpoint with the accepted key.
    mutating func call(
        _ path: String, _ parameters: KeyValuePairs<String, String> = [:]
    ) -> Reply {
        var request = EmulatedRequest(path, parameters)
        request.parameters.append(("key", emulatorKey))
        return send(request)
    }

    /// The newest line, as the provider has it.
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

    mutating func balance() -> String? {
        call("request/balance").json["balance"]?.text
    }
}
