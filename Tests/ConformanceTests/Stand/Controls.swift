import Lines
import ProviderEmulator
import Testing
import Transport

/// The emulator's controls, over HTTP: they move the clock, send messages and inject faults.
struct Controls: Sendable {
    let transport: any Transport
    /// Such as `http://127.0.0.1:4000`.
    let root: String
    let provider: String

    func advance(_ duration: Duration) async throws {
        _ = try await post("clock", ["advance_seconds": .int(duration.wholeSeconds)])
    }

    func now() async throws -> Instant {
        try await get("clock").instant("now")
    }

    /// Sends a message to a number the provider holds.
    ///
    /// - Returns: whether the provider received it.
    @discardableResult
    func send(_ text: String, from sender: String = "MYBANK", to number: String) async throws
        -> Bool
    {
        let body: JSON = [
            "number": .string(number), "sender": .string(sender), "text": .string(text),
        ]
        return try await post("sms", body)["delivered"] == true
    }

    func set(balance: Money) async throws {
        _ = try await post(
            "account", ["provider": .string(provider), "balance": .string(balance.decimal)])
    }

    /// Makes the next request to an endpoint fail.
    func set(_ kind: Fault.Kind, on endpoint: String, retryAfter: Int? = nil) async throws {
        let fault = Fault(kind, provider: provider, endpoint: endpoint, retryAfter: retryAfter)
        _ = try await post("faults", fault.json)
    }

    /// Ends all faults.
    ///
    /// - Returns: the number of faults that had not taken effect.
    @discardableResult
    func clearFaults() async throws -> Int {
        let waiting = try await get("faults").elements.count
        _ = try await ask(.delete, "faults", nil)
        return waiting
    }

    func books() async throws -> Books {
        try Books(lines: try await get("lines"), ledger: try await get("ledger"))
    }

    /// The number of requests to an endpoint, whatever their result.
    func requests(to endpoint: String) async throws -> Int {
        try await get("requests").elements.filter { $0["endpoint"]?.text == endpoint }
            .reduce(0) { $0 + (Int($1["count"]?.text ?? "") ?? 0) }
    }

    /// Path and query of every request to the provider, as they came.
    func targets() async throws -> [String] {
        try await get("targets").elements.compactMap(\.text)
    }

    private func get(_ path: String) async throws -> JSON { try await ask(.get, path, nil) }

    private func post(_ path: String, _ body: JSON) async throws -> JSON {
        try await ask(.post, path, body)
    }

    private func ask(
        _ method: HTTPCall.Method, _ path: String, _ body: JSON?
    ) async throws -> JSON {
        let reply = try await transport.send(
            HTTPCall(
                method, "\(root)/_emulator/\(path)", body: body.map { Array($0.description.utf8) }),
            deadline: .seconds(60), limit: 1 << 22)
        let text = String(decoding: reply.body, as: UTF8.self)
        try #require(reply.status == 200, "\(method.rawValue) \(path): \(text)")
        return try #require(JSON(parsing: reply.body), "\(method.rawValue) \(path): \(text)")
    }
}
