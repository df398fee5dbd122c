package import Lines
import Networking
package import ProviderEmulator
package import Transport

/// The emulator's own controls: the hand that moves the clock, sends the messages and breaks the
/// wire. Asked over HTTP like everything else.
package struct EmulatorControls: Sendable {
    package let network: any Transport
    /// Such as `http://127.0.0.1:4000`.
    package let root: String
    package let provider: String

    /// - Parameters:
    ///   - url: a provider's on the emulator.
    ///   - network: what it is asked over; one that all who have none share, when nil.
    package init(of url: String, provider: String = "smspool", over network: (any Transport)? = nil)
    {
        self.network = network ?? Self.shared
        root = url.split(separator: "/").prefix(2).joined(separator: "//")
        self.provider = provider
    }

    private static let shared: any Transport = AsyncHTTPTransport()

    package func advance(_ duration: Duration) async throws {
        _ = try await post("clock", ["advance_seconds": .int(duration.wholeSeconds)])
    }

    package func now() async throws -> Instant {
        try await get("clock").instant("now")
    }

    /// Sends a message to a number the provider holds.
    ///
    /// - Returns: whether the provider got it.
    @discardableResult
    package func send(
        _ text: String, from sender: String = "MYBANK", to number: String
    ) async throws -> Bool {
        let body: JSON = [
            "number": .string(number), "sender": .string(sender), "text": .string(text),
        ]
        return try await post("sms", body)["delivered"] == true
    }

    package func set(balance: Money) async throws {
        _ = try await post(
            "account", ["provider": .string(provider), "balance": .string(balance.decimal)])
    }

    /// Lets the next request to an endpoint go wrong.
    package func set(
        _ kind: Fault.Kind, on endpoint: String, retryAfter: Int? = nil
    ) async throws {
        try await set(
            Fault(kind, provider: provider, endpoint: endpoint, retryAfter: retryAfter))
    }

    package func set(_ fault: Fault) async throws { _ = try await post("faults", fault.json) }

    /// Ends all faults.
    ///
    /// - Returns: how many had not hit anything so far.
    @discardableResult
    package func clearFaults() async throws -> Int {
        let waiting = try await get("faults").elements.count
        _ = try await ask(.delete, "faults", nil)
        return waiting
    }

    package func books() async throws -> ProviderBooks {
        try ProviderBooks(lines: try await get("lines"), ledger: try await get("ledger"))
    }

    /// The lines that a message would reach at this moment.
    package func listening() async throws -> [ProviderBooks.Line] {
        try await get("lines").elements.filter { $0["can_receive"] == true }.map(
            ProviderBooks.Line.init)
    }

    /// How often each endpoint was asked, whatever came of it.
    package func requests() async throws -> [String: Int] {
        try await get("requests").elements.reduce(into: [:]) { counts, row in
            counts[try row.string("endpoint"), default: 0] += Int(try row.string("count")) ?? 0
        }
    }

    package func requests(to endpoint: String) async throws -> Int {
        try await requests()[endpoint] ?? 0
    }

    /// Path and query of every request to the provider, as they came.
    package func targets() async throws -> [String] {
        try await get("targets").elements.compactMap(\.text)
    }

    private func get(_ path: String) async throws -> JSON { try await ask(.get, path, nil) }

    private func post(_ path: String, _ body: JSON) async throws -> JSON {
        try await ask(.post, path, body)
    }

    private func ask(
        _ method: HTTPCall.Method, _ path: String, _ body: JSON?
    ) async throws -> JSON {
        let reply = try await reply(method, path, body.map { Array($0.description.utf8) })
        guard reply.status == 200, let answer = JSON(parsing: reply.body) else {
            let text = String(decoding: reply.body, as: UTF8.self)
            throw UnexpectedAnswer("\(method.rawValue) \(path): \(text)")
        }
        return answer
    }

    /// What is answered below `/_emulator`, whatever it is.
    package func reply(
        _ method: HTTPCall.Method, _ path: String, _ body: [UInt8]? = nil
    ) async throws -> HTTPReply {
        try await network.send(
            HTTPCall(method, "\(root)/_emulator/\(path)", body: body), deadline: .seconds(120),
            limit: 1 << 24)
    }
}
