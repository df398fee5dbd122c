import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The emulator's controls: its books, its clock, its faults.
struct EmulatorControls: Sendable {
    /// Such as `http://127.0.0.1:4010/_emulator`.
    let root: String

    func books() async throws -> Books {
        async let lines: [Books.Line] = get("lines")
        async let ledger: [Books.Entry] = get("ledger")
        async let requests: [Books.Requests] = get("requests")
        return try await Books(lines: lines, ledger: ledger, requests: requests)
    }

    func lines() async throws -> [Books.Line] { try await get("lines") }

    /// The provider's time, in milliseconds since 1970.
    func now() async throws -> Int64 {
        struct Clock: Decodable { var now: String }
        let clock: Clock = try await get("clock")
        guard
            let date = try? Date(
                clock.now, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        else {
            throw Trouble("the emulator's clock says \(clock.now)")
        }
        return Int64((date.timeIntervalSince1970 * 1000).rounded())
    }

    func advance(seconds: Int) async throws {
        try await post("clock", ["advance_seconds": .number(seconds)])
    }

    func pay(_ balance: String) async throws {
        try await post("account", ["provider": .text("smspool"), "balance": .text(balance)])
    }

    func send(_ text: String, from sender: String, to number: String) async throws {
        try await post(
            "sms", ["number": .text(number), "sender": .text(sender), "text": .text(text)])
    }

    func order(fault kind: String, at endpoint: String, count: Int) async throws {
        try await post(
            "faults",
            ["endpoint": .text(endpoint), "kind": .text(kind), "count": .number(count)])
    }

    func clearFaults() async throws { try await ask("DELETE", "faults", nil) }

    private enum Value: Encodable {
        case text(String)
        case number(Int)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }

    private func get<Answer: Decodable>(_ path: String) async throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: try await ask("GET", path, nil))
    }

    private func post(_ path: String, _ body: [String: Value]) async throws {
        try await ask("POST", path, try JSONEncoder().encode(body))
    }

    @discardableResult
    private func ask(_ method: String, _ path: String, _ body: Data?) async throws -> Data {
        var request = HTTPClientRequest(url: "\(root)/\(path)")
        request.method = HTTPMethod(rawValue: method)
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let data = Data(try await answer.body.collect(upTo: 16 << 20).readableBytesView)
        guard answer.status == .ok else {
            throw Trouble("\(method) \(path): \(String(decoding: data, as: UTF8.self))")
        }
        return data
    }
}
