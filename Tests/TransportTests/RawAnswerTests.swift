import Networking
import Randomness
import Testing
import TestSupport

@testable import Transport

/// Whatever bytes a server answers with, the program survives and reports the result.
@Suite("Raw answers", .timeLimit(.minutes(20))) struct RawAnswerTests {
    /// Answers composed of valid parts in the wrong places.
    private struct Writer {
        var random: SeededRandom

        mutating func answer() -> String {
            var text = ""
            for _ in 0..<random.pick([1, 1, 1, 2, 3]) {
                text += random.pick(["HTTP/1.1 ", "HTTP/1.0 ", "HTTP/2 ", "HTTP/1.1  ", "ICY ", ""])
                text += random.pick([
                    "000", "001", "99", "100", "101", "103", "199", "200", "204", "304", "600",
                    "999", "1000", "-1", "20", "",
                ])
                text += random.pick([" OK", "", " \u{1}", " ü"]) + end()
                for _ in 0..<random.pick([0, 1, 1, 2, 3]) {
                    text += random.pick([
                        "Content-Length: 2", "Content-Length: 0", "Content-Length: -1",
                        "Content-Length: 18446744073709551616", "Transfer-Encoding: chunked",
                        "Transfer-Encoding: gzip", "Connection: close", "Connection: upgrade",
                        "Upgrade: websocket", "Sec-WebSocket-Accept: x", "no colon", ": empty",
                    ])
                    text += end()
                }
                text += random.pick([end(), end(), end(), ""])
                text += random.pick([
                    "ok", "", "2\r\nok\r\n0\r\n\r\n", "zz\r\n", "FFFFFFFFFFFFFFFF\r\n",
                ])
            }
            return text
        }

        private mutating func end() -> String {
            random.pick(["\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r"])
        }
    }

    /// Requests it in every possible way; returns the first status that was understood.
    private func ask(_ answer: String, _ transport: AsyncHTTPTransport) async throws {
        let server = try RawServer(.close(after: answer))
        defer { server.stop() }
        let url = "http://127.0.0.1:\(server.port)/"
        let call = HTTPCall(.post, url, body: Array("x".utf8))
        let reply = try? await transport.send(call, deadline: .seconds(5), limit: 1000)
        #expect(reply.map { $0.status >= 100 } != false)
        let delivery = try? await transport.deliver(call, deadline: .seconds(5), limit: 1000)
        #expect(delivery.map { $0.status >= 100 } != false)
        if let reply = try? await transport.lines(
            HTTPCall(.get, url), idle: .seconds(5), longest: 1000)
        {
            do { for try await _ in reply.lines {} } catch {}
        }
        let feed = WebSocketTransport(world: .live(), connect: .seconds(5))
        try? await feed.follow("ws://127.0.0.1:\(server.port)/", opened: {}, heard: { _ in })
    }

    @Test(arguments: [0, 1, 42, 99, 100, 101, 102, 103, 199, 200, 204, 304, 599, 600, 999])
    func `a status that is none brings nobody down`(status: Int) async throws {
        let number = String(repeating: "0", count: max(0, 3 - "\(status)".count)) + "\(status)"
        try await withTransport { transport in
            for rest in [
                "Content-Length: 2\r\n\r\nok", "\r\n", "\r\nok", "Content-Length: 0\r\n\r\n",
            ] {
                try await ask("HTTP/1.1 \(number) Odd\r\n\(rest)", transport)
            }
        }
    }

    @Test(arguments: 0..<6)
    func `no answer brings anybody down`(seed: Int) async throws {
        var writer = Writer(random: SeededRandom(seed: UInt64(seed)))
        try await withTransport { transport in
            for _ in 0..<50 { try await ask(writer.answer(), transport) }
        }
    }
}
