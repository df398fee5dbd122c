import Foundation
import Hummingbird
import Lines
import NIOCore
import Testing
import TestSupport

@testable import Networking
@testable import Transport

/// Answers that are read line by line while they are being written.
@Suite struct TextLineReplyTests {
    @Test func `lines come one by one, whatever pieces they travel in`() async throws {
        try await withWebServer { router in
            router.get("events") { request, context in
                Response(
                    status: .ok,
                    body: ResponseBody { writer in
                        for piece in ["{\"a\":", "1}\n{\"b\":2}\r\n\n", "\n{\"ü\"", ":3}"] {
                            try await writer.write(ByteBuffer(string: piece))
                        }
                        try await writer.finish(nil)
                    })
            }
        } body: { url in
            try await withTransport { transport in
                let reply = try await transport.lines(
                    HTTPCall(.get, "\(url)/events"), idle: .seconds(60), longest: 100)
                #expect(reply.status == 200)
                #expect(try await texts(reply.lines) == ["{\"a\":1}", "{\"b\":2}", "{\"ü\":3}"])
            }
        }
    }

    @Test func `a slow reader holds the sender up`() async throws {
        let line = String(repeating: "x", count: 65_535)
        let sender = try RawServer(.flood(line, count: 1000))
        let silent = try RawServer(.hang(after: ""))
        defer {
            sender.stop()
            silent.stop()
        }
        try await withTransport { transport in
            let reply = try await transport.lines(
                HTTPCall(.get, "http://127.0.0.1:\(sender.port)/"), idle: .seconds(60),
                longest: 100_000)
            // Until the sender makes no progress, timed by another connection's timeout.
            var before = -1
            while sender.flooded > before {
                before = sender.flooded
                _ = try? await transport.lines(
                    HTTPCall(.get, "http://127.0.0.1:\(silent.port)/"),
                    idle: .milliseconds(200), longest: 1)
            }
            #expect(sender.flooded < 500)
            var count = 0
            for try await text in reply.lines where text.count == 65_535 { count += 1 }
            #expect(count == 1000)
        }
    }

    @Test func `silence ends the reading, after the answer began as before`() async throws {
        let begun = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na\n\r\n"
        let server = try RawServer(.hang(after: ""), .hang(after: begun))
        defer { server.stop() }
        let silence = TransportError.answerLost(
            host: "127.0.0.1:\(server.port)", reason: "it sent nothing for too long")
        try await withTransport { transport in
            let call = HTTPCall(.get, "http://127.0.0.1:\(server.port)/events")
            // Long enough for a slow machine to bring the request there, and the answer back.
            await #expect(throws: silence) {
                try await transport.lines(call, idle: .seconds(3), longest: 10)
            }
            let reply = try await transport.lines(call, idle: .seconds(4), longest: 10)
            var lines = reply.lines.makeAsyncIterator()
            #expect(try await lines.next() == Array("a".utf8))
            await #expect(throws: silence) { try await lines.next() }
        }
    }

    @Test func `a line without an end is not collected for ever`() async throws {
        let endless = "HTTP/1.1 200 OK\r\n\r\nshort\n" + String(repeating: "x", count: 2000)
        let server = try RawServer(.hang(after: endless))
        defer { server.stop() }
        try await withTransport { transport in
            let reply = try await transport.lines(
                HTTPCall(.get, "http://127.0.0.1:\(server.port)/"), idle: .seconds(60),
                longest: 1000)
            await #expect(
                throws: TransportError.tooLarge(host: "127.0.0.1:\(server.port)", limit: 1000)
            ) { try await texts(reply.lines) }
        }
    }

    @Test func `a connection that breaks off is no end`() async throws {
        let cut = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na\n\r\n"
        let server = try RawServer(.close(after: cut))
        defer { server.stop() }
        try await withTransport { transport in
            let reply = try await transport.lines(
                HTTPCall(.get, "http://127.0.0.1:\(server.port)/"), idle: .seconds(60),
                longest: 10)
            await #expect { try await texts(reply.lines) } throws: { error in
                guard case TransportError.answerLost = error else { return false }
                return true
            }
        }
    }

    @Test func `nobody there is told as for any call`() async throws {
        let (listener, port) = try LoopbackSocket.listener(backlog: 1)
        close(listener)
        try await withTransport { transport in
            await #expect(
                throws: TransportError.unreachable(
                    host: "127.0.0.1:\(port)", reason: "connection refused")
            ) {
                try await transport.lines(
                    HTTPCall(.get, "http://127.0.0.1:\(port)/"), idle: .seconds(60), longest: 10)
            }
        }
    }

    @Test func `dropping the lines, or cancelling who reads them, closes the connection`()
        async throws
    {
        let begun = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na\n\r\n"
        let server = try RawServer(.hang(after: begun))
        defer { server.stop() }
        let call = HTTPCall(.get, "http://127.0.0.1:\(server.port)/events")
        try await withTransport { transport in
            _ = try await transport.lines(call, idle: .days(300), longest: 10)
            await server.nextDeparture()

            let (firsts, first) = AsyncStream.makeStream(of: Void.self)
            let reading = Task {
                let reply = try await transport.lines(call, idle: .days(300), longest: 10)
                for try await _ in reply.lines { first.yield() }
            }
            for await _ in firsts { break }
            reading.cancel()
            await #expect(throws: TransportError.self) { try await reading.value }
            await server.nextDeparture()
        }
    }

    @Test func `a splitter keeps to its longest line to the byte`() throws {
        var splitter = TextLineSplitter(longest: 3)
        #expect(try splitter.feed(Array("abc\r".utf8)).isEmpty)
        #expect(try splitter.feed(Array("\nabc".utf8)) == [Array("abc".utf8)])
        #expect(try splitter.finish() == Array("abc".utf8))
        #expect(throws: TextLineSplitter.TooLong.self) { try splitter.feed(Array("abcd\n".utf8)) }
        var other = TextLineSplitter(longest: 3)
        #expect(throws: TextLineSplitter.TooLong.self) { try other.feed(Array("abcde".utf8)) }
    }
}

private func texts(_ lines: ReplyLines) async throws -> [String] {
    var texts: [String] = []
    for try await line in lines { texts.append(String(decoding: line, as: UTF8.self)) }
    return texts
}
