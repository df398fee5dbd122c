import Networking
import Testing

@testable import Transport

/// Answers of which only the status matters.
@Suite("Deliveries", .timeLimit(.minutes(20))) struct DeliverTests {
    private static func outcome(
        _ conduct: RawServer.Conduct, limit: Int = 1000
    ) async throws -> Result<HTTPReply, TransportError> {
        let server = try RawServer(conduct)
        defer { server.stop() }
        let transport = AsyncHTTPTransport()
        let call = HTTPCall(.post, "http://127.0.0.1:\(server.port)/", body: Array("x".utf8))
        let result: Result<HTTPReply, TransportError>
        do throws(TransportError) {
            result = .success(
                try await transport.deliver(call, deadline: .seconds(30), limit: limit))
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        #expect(server.requests.count == 1)
        return result
    }

    @Test(arguments: [
        (
            RawServer.Conduct.close(after: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
            "half"
        ),
        (.reset(after: "HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n"), ""),
        (.hang(after: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslow"), "slow"),
        (.hang(after: "HTTP/1.1 204 No Content\r\n\r\n"), ""),
        (
            .hang(after: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n"),
            ""
        ),
        (.hang(after: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), ""),
        (
            .hang(after: "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nmuch"),
            "much"
        ),
        (.close(after: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more"), "hello"),
        (.answer("HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nwhole"), "whole"),
    ])
    func `are made once a head has come, whatever becomes of the body`(
        conduct: RawServer.Conduct, body: String
    ) async throws {
        let reply = try await Self.outcome(conduct).get()
        #expect((200...204).contains(reply.status))
        #expect(String(decoding: reply.body, as: UTF8.self) == body)
    }

    @Test func `are made where the body is too large, of which a part is kept`() async throws {
        let reply = try await Self.outcome(
            .flood(String(repeating: "x", count: 1000), count: 1000)
        ).get()
        #expect(reply.status == 200)
        #expect(reply.body.count <= 1000)
    }

    @Test(arguments: [
        RawServer.Conduct.close(after: "HTTP/1.1 200 OK\r\nContent-Len"),
        .hang(after: "HTTP/1.1 200 OK\r\nX-Slow: "),
        .close(after: "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nok"),
        .close(after: "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok"),
        .close(after: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok"),
        .close(
            after: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok"),
        .close(after: "HTTP/1.1 200 OK\nContent-Length: 2\n\nok"),
        .close(after: "HTTP/1.1 200 OK\r\nno colon\r\n\r\nok"),
        .close(after: "HTTP/1.1 200 OK\r\nX: \u{1}\r\n\r\nok"),
        .close(
            after: "HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 30_000) + "\r\nok"),
        .close(after: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nno colon\r\n\r\n"),
    ])
    func `are made once a status has come, whatever is wrong behind it`(
        conduct: RawServer.Conduct
    ) async throws {
        #expect(try await Self.outcome(conduct).get().status == 200)
    }

    @Test(arguments: [
        RawServer.Conduct.reset(after: ""), .close(after: ""), .close(after: "hello\r\n\r\n"),
        .close(after: "HTTP/1.1 000 Odd\r\nContent-Length: 2\r\n\r\nok"),
        .close(after: "HTTP/1.1 99 Odd\r\nContent-Length: 2\r\n\r\nok"),
        .close(after: "HTTP/1.1 20"), .close(after: "ICY 200 OK\r\n\r\n"),
    ])
    func `are in doubt where no head has come`(conduct: RawServer.Conduct) async throws {
        guard case .failure(.answerLost) = try await Self.outcome(conduct) else {
            Issue.record("it was taken for an answer")
            return
        }
    }
}
