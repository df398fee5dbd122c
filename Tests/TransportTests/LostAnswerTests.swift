import Foundation
import Lines
import Networking
import Testing
import TestSupport
import Transport

/// Whether the other side may have acted: the question behind every failed paid call.
@Suite struct LostAnswerTests {
    private static let part = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"
    private static let chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"

    @Test(arguments: [
        RawServer.Conduct.close(after: ""), .reset(after: ""), .hang(after: ""),
        .close(after: "HTTP/1.1 200"), .close(after: part), .reset(after: part),
        .hang(after: part), .close(after: chunk), .hang(after: chunk),
        .close(after: "<html>busy</html>\r\n\r\n"),
    ])
    func `an answer that is lost or cut off is told as such, and nothing is sent twice`(
        conduct: RawServer.Conduct
    ) async throws {
        let server = try RawServer(conduct)
        defer { server.stop() }
        // Only a silent server is waited for to the end: on a slow machine the call must have
        // arrived by then.
        let isSilent = if case .hang = conduct { true } else { false }
        try await withTransport { transport in
            let error = await error(
                transport, port: server.port, deadline: .seconds(isSilent ? 6 : 60))
            guard case .answerLost(let host, _) = error else {
                Issue.record("\(conduct) came out as \(String(describing: error))")
                return
            }
            #expect(host == "127.0.0.1:\(server.port)")
            #expect(error?.mayHaveActed == true)
        }
        #expect(server.requests.count == 1)
    }

    @Test func `a kept connection that breaks under a request loses its answer and no more`()
        async throws
    {
        let server = try RawServer(
            .answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), .close(after: ""))
        defer { server.stop() }
        try await withTransport { transport in
            #expect(await error(transport, port: server.port) == nil)
            let error = await error(transport, port: server.port)
            guard case .answerLost = error else {
                Issue.record("came out as \(String(describing: error))")
                return
            }
        }
        #expect(server.requests.count == 2)
    }

    @Test func `a port nobody listens on was certainly not reached`() async throws {
        let (listener, port) = try LoopbackSocket.listener(backlog: 1)
        close(listener)
        try await withTransport { transport in
            #expect(
                await error(transport, port: port)
                    == .unreachable(host: "127.0.0.1:\(port)", reason: "connection refused"))
        }
    }

    @Test func `a socket that is not there was certainly not reached`() async throws {
        try await withTransport { transport in
            for path in ["/nowhere/control.sock", "/" + String(repeating: "a", count: 200)] {
                let call = HTTPCall(.get, HTTPCall.url(socket: path, target: "/"))
                await #expect {
                    try await transport.send(call, deadline: .seconds(60), limit: 1)
                } throws: { ($0 as? TransportError)?.mayHaveActed == false }
            }
        }
    }

    @Test(arguments: [
        (connect: Duration.milliseconds(200), deadline: Duration.seconds(20)),
        (connect: .seconds(20), deadline: .milliseconds(200)),
    ])
    func `time that runs out while connecting leaves nothing in doubt`(
        connect: Duration, deadline: Duration
    ) async throws {
        let full = try FullListener()
        defer { full.stop() }
        try await withTransport(connect: connect) { transport in
            let error = await error(transport, port: full.port, deadline: deadline)
            guard case .unreachable = error else {
                Issue.record("came out as \(String(describing: error))")
                return
            }
        }
    }

    @Test func `a TLS handshake that fails leaves nothing in doubt`() async throws {
        let talker = try TalkingListener(greeting: "HTTP/1.1 400 Bad Request\r\n\r\n")
        defer { talker.stop() }
        try await withTransport { transport in
            let error = await error(transport, scheme: "https", port: talker.port)
            #expect(error == .untrusted(host: "127.0.0.1:\(talker.port)", .notTLS))
            #expect(error?.mayHaveActed == false)
        }
    }

    @Test func `a transport that was shut down reaches nobody`() async throws {
        let transport = AsyncHTTPTransport()
        await transport.shutdown()
        #expect(
            await error(transport, port: 9)
                == .unreachable(host: "127.0.0.1:9", reason: "the program is stopping"))
    }

    @Test(arguments: [
        "", "smspool.net", "ftp://host/", "http://", "file:///etc/passwd", "http:///a",
    ])
    func `what is no URL to call is named without its secrets`(url: String) async throws {
        try await withTransport { transport in
            let call = HTTPCall(.get, url + "?key=0123456789abcdef")
            await #expect {
                try await transport.send(call, deadline: .seconds(1), limit: 1)
            } throws: { error in
                guard case TransportError.badURL(url, _) = error else { return false }
                return !"\(error)".contains("0123456789abcdef")
            }
        }
    }

    @Test func `a header that could become two is not sent, nor shown`() async throws {
        let server = try RawServer(.close(after: "HTTP/1.1 204 No Content\r\n\r\n"))
        defer { server.stop() }
        try await withTransport { transport in
            let call = HTTPCall(
                .get, "http://127.0.0.1:\(server.port)/",
                headers: [("Authorization", "Bearer secret\r\nX-Evil: 1")])
            await #expect {
                try await transport.send(call, deadline: .seconds(60), limit: 1)
            } throws: { error in
                (error as? TransportError)?.mayHaveActed == false
                    && !"\(error)".contains("secret")
            }
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `cancelling ends a call at once, however long its deadline`() async throws {
        let server = try RawServer(.hang(after: ""))
        defer { server.stop() }
        let port = server.port
        try await withTransport { transport in
            let call = Task { await error(transport, port: port, deadline: .days(300)) }
            await server.firstArrival()
            call.cancel()
            #expect(await call.value == .cancelled(host: "127.0.0.1:\(port)"))
        }
    }

    @Test func `a hundred calls cancelled in flight all end`() async throws {
        let server = try RawServer(.hang(after: ""))
        defer { server.stop() }
        let port = server.port
        try await withTransport { transport in
            await withTaskGroup(of: TransportError?.self) { group in
                for _ in 0..<100 {
                    group.addTask { await error(transport, port: port, deadline: .days(300)) }
                }
                await server.firstArrival()
                group.cancelAll()
                for await error in group {
                    #expect(error == .cancelled(host: "127.0.0.1:\(port)"))
                }
            }
        }
    }
}

private func error(
    _ transport: AsyncHTTPTransport, scheme: String = "http", port: UInt16,
    deadline: Duration = .seconds(60)
) async -> TransportError? {
    do throws(TransportError) {
        let url = "\(scheme)://127.0.0.1:\(port)/purchase?key=secret"
        _ = try await transport.send(
            HTTPCall(.post, url, body: Array("pay".utf8)), deadline: deadline, limit: 1000)
        return nil
    } catch {
        return error
    }
}
