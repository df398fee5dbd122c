import Lines
import ProviderEmulator
import Testing
import Transport

/// A provider's side: its own emulator, whose books and faults are controlled over HTTP.
struct Side: Sendable {
    let name: String
    let url: String
    let root: String
    private let network: any Transport

    init(_ name: String, url: String, over network: any Transport) {
        self.name = name
        self.url = url
        root = url.split(separator: "/").prefix(2).joined(separator: "//")
        self.network = network
    }

    /// Makes the next `count` requests to an endpoint fail.
    func set(_ fault: FaultCase, on endpoint: String, count: Int) async throws {
        _ = try await post("faults", fault.ordered(on: endpoint, count: count).json)
    }

    func clearFaults() async throws { _ = try await ask(.delete, "faults", nil) }

    /// Sends a message to a number; whether the provider received it.
    @discardableResult
    func send(_ text: String, to number: String) async throws -> Bool {
        let body: JSON = ["number": .string(number), "sender": "MYBANK", "text": .string(text)]
        return try await post("sms", body)["delivered"] == true
    }

    func books() async throws -> Books {
        try Books(lines: try await get("lines"), ledger: try await get("ledger"))
    }

    /// The number of requests to an endpoint, whatever their result.
    func requests(to endpoint: String) async throws -> Int {
        try await get("requests").elements.filter { $0["endpoint"]?.text == endpoint }
            .reduce(0) { $0 + (Int($1["count"]?.text ?? "") ?? 0) }
    }

    private func get(_ path: String) async throws -> JSON { try await ask(.get, path, nil) }

    private func post(_ path: String, _ body: JSON) async throws -> JSON {
        try await ask(.post, path, body)
    }

    private func ask(
        _ method: HTTPCall.Method, _ path: String, _ body: JSON?
    ) async throws -> JSON {
        let reply = try await network.send(
            HTTPCall(
                method, "\(root)/_emulator/\(path)", body: body.map { Array($0.description.utf8) }),
            deadline: .seconds(60), limit: 1 << 22)
        let text = String(decoding: reply.body, as: UTF8.self)
        try #require(reply.status == 200, "\(method.rawValue) \(path): \(text)")
        return try #require(JSON(parsing: reply.body), "\(method.rawValue) \(path): \(text)")
    }
}

extension JSON {
    var elements: [JSON] {
        if case .array(let values) = self { values } else { [] }
    }

    func string(_ name: String) throws -> String {
        try #require(self[name]?.text, "\(name) is missing in \(self)")
    }
}
