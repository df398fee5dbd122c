import Foundation
import ProviderEmulator
import Randomness
import Testing
import TestSupport

/// Malformed input on the control socket of a running manager.
///
/// Only the owner can open the socket, so this is about broken programs and not about attackers:
/// the manager keeps running, answers the next client, and does not grow.
@Suite("The control socket", .serialized, .blocking, .timeLimit(.minutes(20)))
struct ControlSocketTests {
    private static let mutator = ByteMutator(scraps: [
        "\r\n", "\r\n\r\n", "GET ", "POST ", "HTTP/1.1", "HTTP/9.9", "Content-Length: ",
        "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n", "Connection: close\r\n",
        "Upgrade: websocket\r\n", "/v1/status", "/v1/tail?last=", "%", "0\r\n\r\n", "FFFFFFFFF\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u{16}\u{3}\u{1}", "Host: \u{0}\r\n",
    ])

    private func random(_ name: String, _ index: Int) -> SeededRandom {
        SeededRandom(seed: FuzzSettings.current.seed, target: name, index: index)
    }

    @Test func `malformed HTTP is answered or hung up on, and the next one is served`()
        async throws
    {
        let manager = try await LiveManager()
        let corpus = Target.control.corpus
        let before = manager.memory.resident
        for index in 0..<(FuzzSettings.current.inputs ?? 150) {
            var random = random("http", index)
            var bytes: [UInt8] = []
            for _ in 0...random.count(upTo: 3) {
                let words = random.pick(corpus).split(separator: 32, maxSplits: 1)
                let name = String(decoding: words[0], as: UTF8.self)
                // Requests that wait or write files are unsuitable for random bytes.
                guard name != "code", name != "backup" else { continue }
                bytes += HTTPText.post(name, Array(words.last ?? []))
            }
            bytes = Self.mutator.spoiled(bytes, &random)
            let connection = try #require(RawConnection(manager.socket))
            connection.send(bytes)
            if random.oneIn(2) { connection.finish() }
            if random.oneIn(3) { _ = connection.receive(within: .milliseconds(200)) }
            if index % 20 == 0 {
                try #require(manager.status() == 200, "after \(FuzzInput.escaped(bytes))")
            }
        }
        #expect(manager.status() == 200)
        #expect(manager.memory.resident - before < 64 << 20)
    }

    @Test func `malformed JSON is refused in JSON, whatever was asked`() async throws {
        let manager = try await LiveManager()
        for index in 0..<(FuzzSettings.current.inputs ?? 300) {
            var random = random("json", index)
            let input = Target.control.input(Target.control.corpus, &random)
            let words = input.split(separator: 32, maxSplits: 1)
            let name = String(decoding: words.first ?? [], as: UTF8.self)
            let known = Target.control.corpus.contains { $0.starts(with: Array((name + " ").utf8)) }
            guard known, name != "code", name != "backup" else { continue }
            let body = Array(words.dropFirst().first ?? [])
            let connection = try #require(RawConnection(manager.socket))
            let reply = connection.exchange(HTTPText.post(name, body), within: .seconds(180))
            let shown = "\(name) \(FuzzInput.escaped(body.prefix(600)))"
            let status = try #require(reply.flatMap(HTTPText.status), "no answer to \(shown)")
            #expect([200, 400, 409].contains(status), "\(status) to \(shown)")
            let answer = HTTPText.body(of: reply ?? [])
            #expect(JSON(parsing: answer) != nil, "no JSON for \(shown)")
        }
        #expect(manager.status() == 200)
    }

    @Test func `a body without end is refused and not kept`() async throws {
        let manager = try await LiveManager()
        let before = manager.memory.peak
        let piece = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)
        let heads = [
            "POST /v1/status HTTP/1.1\r\nHost: x\r\nContent-Length: 9223372036854775807\r\n\r\n",
            "POST /v1/sql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n40000000\r\n",
            "GET /v1/tail HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n",
            "POST /v1/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n",
        ]
        for head in heads {
            let connection = try #require(RawConnection(manager.socket))
            connection.send(Array(head.utf8))
            for _ in 0..<100 where !connection.send(piece, within: .milliseconds(500)) { break }
            #expect(manager.status() == 200, "during \(head)")
        }
        let grown = (manager.memory.peak - before) >> 20
        #expect(grown < 48, "grew by \(grown) MB")
    }

    @Test func `a head without end is refused`() async throws {
        let manager = try await LiveManager()
        let before = manager.memory.peak
        let line = Array("X-Header: \(String(repeating: "a", count: 1000))\r\n".utf8)
        let connection = try #require(RawConnection(manager.socket))
        connection.send(Array("POST /v1/status HTTP/1.1\r\nHost: x\r\n".utf8))
        // What a client still sends after the refusal may be read and thrown away for a while.
        for _ in 0..<20_000 where !connection.send(line, within: .seconds(10)) { break }
        // The client was told so, or disconnected.
        let end = connection.receive(within: .seconds(120))
        #expect(end?.isEmpty == true || end.flatMap(HTTPText.status) == 400)
        #expect(manager.status() == 200)
        #expect((manager.memory.peak - before) >> 20 < 32)
    }

    @Test func `clients that leave in the middle leave nothing behind`() async throws {
        let manager = try await LiveManager()
        let code = HTTPText.post("code", #"{"seconds":7200}"#)
        let tail = Array("GET /v1/tail?last=1000 HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
        let half = Array(HTTPText.post("inbox", #"{"limit":50}"#).dropLast(5))
        func visit(_ count: Int) throws {
            for index in 0..<count {
                let connection = try #require(RawConnection(manager.socket))
                connection.send([code, tail, half][index % 3])
                if index % 6 < 3 { _ = connection.receive(within: .milliseconds(20)) }
            }
        }
        try visit(60)
        _ = try await manager.settled(atMost: 60)
        let before = (memory: manager.memory.resident, files: manager.openFiles)
        try visit(450)
        #expect(try await manager.settled(atMost: before.files + 20) <= before.files + 20)
        #expect(manager.status() == 200)
        let grown = manager.memory.resident - before.memory
        #expect(grown < 24 << 20, "grew by \(grown >> 10) KB")
    }

    @Test func `what nobody waits for any more is given up`() async throws {
        let manager = try await LiveManager()
        // The question waits for two hours, and the client leaves at once.
        let code = HTTPText.post("code", #"{"seconds":7200}"#)
        func leave(_ count: Int) throws {
            for _ in 0..<count {
                try #require(RawConnection(manager.socket)).send(code)
            }
        }
        try leave(500)
        _ = try await manager.settled(atMost: 60)
        // The number of simultaneous clients is random, and so is the memory for them; a leak is
        // the same every time.
        var grown: [Int] = []
        for _ in 0..<3 {
            let before = manager.memory.resident
            try leave(1000)
            #expect(try await manager.settled(atMost: 60) <= 60)
            grown.append((manager.memory.resident - before) >> 10)
        }
        #expect(grown.min() ?? 0 < 2_000, "grew by \(grown) KB")
    }

    @Test func `more clients than it has room for do not take its files from it`() async throws {
        let manager = try await LiveManager(descriptors: 400)
        var crowd: [RawConnection] = []
        for _ in 0..<600 {
            guard let connection = RawConnection(manager.socket, within: .milliseconds(200))
            else { break }
            connection.send(Array("POST /v1/st".utf8))
            crowd.append(connection)
        }
        // Besides clients, files are needed for a database connection, a worker and the providers.
        #expect(manager.openFiles < 350)
        #expect(manager.isRunning)
        crowd = []
        #expect(try await manager.settled(atMost: 100) <= 100)
        #expect(manager.status() == 200)
    }
}
