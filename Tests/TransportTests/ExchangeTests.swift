import Foundation
import Hummingbird
import Networking
import NIOCore
import Testing
import TestSupport
import Transport

/// Calls to a server with correct HTTP.
@Suite struct ExchangeTests {
    @Test func `a call arrives as it was made, and its answer comes back as it is`() async throws {
        try await withWebServer { router in
            router.post("echo") { request, context in
                let body = try await request.body.collect(upTo: 1000)
                return Response(
                    status: .unprocessableContent,
                    headers: [.init("X-Seen")!: request.headers[.init("X-Own")!] ?? ""],
                    body: ResponseBody(byteBuffer: body))
            }
        } body: { url in
            try await withTransport { transport in
                let reply = try await transport.send(
                    HTTPCall(
                        .post, "\(url)/echo", headers: [("X-Own", "a, b")],
                        body: Array("grüße".utf8)),
                    deadline: .seconds(60), limit: 1000)
                #expect(reply.status == 422)
                #expect(reply.value(of: "x-seen") == "a, b")
                #expect(reply.body == Array("grüße".utf8))
            }
        }
    }

    @Test func `a GET may carry a body, as one provider wants it`() async throws {
        let server = try RawServer(.close(after: "HTTP/1.1 204 No Content\r\n\r\n"))
        defer { server.stop() }
        try await withTransport { transport in
            let reply = try await transport.send(
                HTTPCall(.get, "http://127.0.0.1:\(server.port)/a?b=c", body: Array("key=1".utf8)),
                deadline: .seconds(60), limit: 10)
            #expect(reply.status == 204)
        }
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("GET /a?b=c HTTP/1.1\r\n"))
        #expect(request.hasSuffix("\r\n\r\nkey=1"))
    }

    @Test func `a redirect is an answer like any other`() async throws {
        let server = try RawServer(
            .close(after: "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"))
        defer { server.stop() }
        try await withTransport { transport in
            let reply = try await transport.send(
                HTTPCall(.get, "http://127.0.0.1:\(server.port)/a"), deadline: .seconds(60),
                limit: 10)
            #expect(reply.status == 302)
        }
        #expect(server.requests.count == 1)
    }

    @Test func `no more is read than the limit, announced or not`() async throws {
        let server = try RawServer(
            .answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345"),
            .close(after: "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n"),
            .close(after: "HTTP/1.1 200 OK\r\n\r\n123456"))
        defer { server.stop() }
        try await withTransport { transport in
            let call = HTTPCall(.get, "http://127.0.0.1:\(server.port)/")
            let reply = try await transport.send(call, deadline: .seconds(60), limit: 5)
            #expect(reply.body.count == 5)
            for _ in 0..<2 {
                await #expect(
                    throws: TransportError.tooLarge(
                        host: "127.0.0.1:\(server.port)", limit: 5)
                ) { try await transport.send(call, deadline: .seconds(60), limit: 5) }
            }
        }
        #expect(server.requests.count == 3)
    }

    @Test func `a packed body is left packed`() async throws {
        let packed = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"
        let server = try RawServer(.close(after: packed))
        defer { server.stop() }
        try await withTransport { transport in
            let reply = try await transport.send(
                HTTPCall(.get, "http://127.0.0.1:\(server.port)/"), deadline: .seconds(60),
                limit: 10)
            #expect(reply.body == Array("abc".utf8))
        }
    }

    @Test func `a socket's path is a place to call too`() async throws {
        let folder = try TestFolder("a space")
        defer { withExtendedLifetime(folder) {} }
        let path = folder.path + "/control.sock"
        try await withWebServer(on: .unixDomainSocket(path: path)) { router in
            router.get("lines/:id") { request, context in
                "\(try context.parameters.require("id")) \(request.uri.queryParameters["q"] ?? "")"
            }
        } body: { _ in
            try await withTransport { transport in
                let call = HTTPCall(.get, HTTPCall.url(socket: path, target: "/lines/7?q=a%20b"))
                #expect(call.host == path)
                let reply = try await transport.send(call, deadline: .seconds(60), limit: 100)
                #expect(String(decoding: reply.body, as: UTF8.self) == "7 a b")
            }
        }
    }
}
