import Lines
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing
import VirtualTime

@testable import Networking
@testable import Transport

/// The remains of one answer must not end the next one on the same connection.
@Suite("A connection that is kept") struct KeptConnectionTests {
    /// A connection as created by the client, in a time of its own.
    private struct Connection {
        let channel = EmbeddedChannel()

        init() throws {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(HTTPRequestEncoder())
            try pipeline.addHandler(ByteToMessageHandler(HTTPResponseDecoder()))
            try AnswerGuard.stand(on: channel)
            try channel.connect(to: .init(ipAddress: "127.0.0.1", port: 80)).wait()
        }

        func ask() throws {
            let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
            try channel.writeOutbound(HTTPClientRequestPart.head(head))
            try channel.writeOutbound(HTTPClientRequestPart.end(nil))
            while try channel.readOutbound(as: ByteBuffer.self) != nil {}
        }

        func answer(_ bytes: some Sequence<UInt8>) throws {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        }

        func pass(_ duration: Duration) {
            channel.embeddedEventLoop.advanceTime(by: .init(duration))
        }

        /// The status of the answer, once it is complete.
        func reply() throws -> UInt? {
            var status: UInt?
            while let part = try channel.readInbound(as: HTTPClientResponsePart.self) {
                switch part {
                case .head(let head): status = head.status.code
                case .body: break
                case .end: return status
                }
            }
            return nil
        }
    }

    private static let whole = [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 404 No\r\nX: HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
    ]

    @Test(arguments: UInt64(1)...200)
    func `waits for each answer, however long that takes and in whatever pieces it comes`(
        seed: UInt64
    ) throws {
        let chance = Chance(seed: seed)
        let connection = try Connection()
        for _ in 0..<6 {
            try connection.ask()
            connection.pass(.seconds(Int64(chance.below(90))))
            let answer = Array(chance.one(of: Self.whole).utf8)
            let cut = chance.below(answer.count)
            try connection.answer(answer[..<cut])
            // Once a head has begun it must be complete before long; a body may take any time.
            connection.pass(.seconds(Int64(chance.below(9))))
            try connection.answer(answer[cut...])
            #expect(try connection.reply() != nil)
            connection.pass(.seconds(Int64(chance.below(30))))
            #expect(connection.channel.isActive)
        }
    }

    @Test func `is ended when the head of an answer does not come to an end`() throws {
        let connection = try Connection()
        try connection.ask()
        try connection.answer("HTTP/1.1 200 OK\r\nContent-Le".utf8)
        connection.pass(.seconds(9))
        #expect(connection.channel.isActive)
        connection.pass(.seconds(2))
        #expect(!connection.channel.isActive)
        #expect(throws: AnswerGuard.Broken.self) { try connection.channel.throwIfErrorCaught() }
    }

    /// The client over real sockets waits for an answer that comes later than a head may take.
    @Test func `brings a late answer after a quick one`() async throws {
        let quick = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nquick"
        let late = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate"
        let server = try RawServer(.answer(quick), .wait(.seconds(11), then: late))
        defer { server.stop() }
        let transport = AsyncHTTPTransport()
        let url = "http://127.0.0.1:\(server.port)/"
        let first = try await transport.send(
            HTTPCall(.get, url), deadline: .seconds(120), limit: 1000)
        #expect(String(decoding: first.body, as: UTF8.self) == "quick")
        let second = try await transport.send(
            HTTPCall(.get, url), deadline: .seconds(120), limit: 1000)
        #expect(String(decoding: second.body, as: UTF8.self) == "late")
        await transport.shutdown()
    }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) {
        self = .milliseconds(duration.milliseconds)
    }
}
