import Lines
import Networking
import Testing

@testable import Transport

/// Connections through a proxy, and past it.
@Suite("Proxies", .timeLimit(.minutes(20))) struct ProxyTests {
    private static func path(
        _ proxy: ConnectProxy, login: String = ""
    ) throws -> NetworkPath {
        NetworkPath(
            proxy: try Proxy("http://\(login)127.0.0.1:\(proxy.port)"),
            authorities: Authorities(pem: try TLSServer.text("ca.crt")))
    }

    private static func get(
        _ url: String, _ path: NetworkPath
    ) async throws(TransportError) -> HTTPReply {
        let transport = AsyncHTTPTransport(path: path)
        do throws(TransportError) {
            let reply = try await transport.send(
                HTTPCall(.get, url), deadline: .seconds(60), limit: 100)
            await transport.shutdown()
            return reply
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    @Test func `a call goes through a proxy, which learns host and port and nothing else`()
        async throws
    {
        try await TLSServer.run("good.pem") { port in
            try await ConnectProxy.run(authorization: "Basic am9lOnNlc2FtZQ==") { proxy in
                let path = try Self.path(proxy, login: "joe:sesame@")
                let reply = try await Self.get("https://localhost:\(port)/a?key=secret", path)
                #expect(reply.status == 200)
                let head = try #require(proxy.requests.first)
                #expect(proxy.requests.count == 1)
                #expect(head.hasPrefix("CONNECT localhost:\(port) "))
                #expect(!head.contains("secret"))
            }
        }
    }

    @Test func `a proxy that wants a login, or is not there, is told as the proxy`() async throws {
        try await ConnectProxy.run(authorization: "Basic am9lOnNlc2FtZQ==") { proxy in
            let error = await #expect(throws: TransportError.self) {
                try await Self.get("https://localhost:9/", try Self.path(proxy))
            }
            #expect(error?.mayHaveActed == false)
            #expect("\(error as Any)".contains("proxy 127.0.0.1:\(proxy.port): it requires a name"))
        }
        let path = NetworkPath(proxy: try Proxy("http://127.0.0.1:9"))
        let error = await #expect(throws: TransportError.self) {
            try await Self.get("http://localhost:8/", path)
        }
        #expect("\(error as Any)".contains("by the proxy 127.0.0.1:9: connection refused"))
    }

    @Test func `a certificate is looked at through the proxy too`() async throws {
        try await TLSServer.run("expired.pem") { port in
            try await ConnectProxy.run { proxy in
                let error = await #expect(throws: TransportError.self) {
                    try await Self.get("https://localhost:\(port)/", try Self.path(proxy))
                }
                // The certificate is inspected only briefly.
                #expect("\(error as Any)".contains("expired"))
                #expect(proxy.requests.count == 2)
            }
        }
    }

    @Test func `a feed goes through a proxy`() async throws {
        try await FeedServer.run(.says(["one", "two"])) { port in
            try await ConnectProxy.run { proxy in
                let (texts, told) = AsyncStream.makeStream(of: String.self)
                let transport = WebSocketTransport(world: .live(), path: try Self.path(proxy))
                try? await transport.follow(
                    "ws://127.0.0.1:\(port)/", opened: {}, heard: { told.yield($0) })
                told.finish()
                var heard: [String] = []
                for await text in texts { heard.append(text) }
                #expect(heard == ["one", "two"])
                #expect(proxy.requests.first?.hasPrefix("CONNECT 127.0.0.1:\(port) ") == true)
            }
        }
    }

    // MARK: The environment

    private static func rules(_ environment: [String: String]) throws -> ProxyRules {
        try ProxyRules { environment[$0] }
    }

    @Test(arguments: [
        ("https://example.org/", "secure.example:3128"),
        ("wss://example.org/", "secure.example:3128"),
        ("http://example.org/", "plain.example:80"), ("ws://example.org/", "plain.example:80"),
        ("https://localhost/", nil), ("https://127.0.0.1:80/", nil), ("http://[::1]/", nil),
        ("https://inside.example/", nil), ("https://deep.inside.example/", nil),
        ("https://outside.example/", "secure.example:3128"),
        ("https://notinside.example/", "secure.example:3128"),
        ("https://dotted.example/", nil), ("https://a.dotted.example/", nil),
        ("https://ported.example:8443/", nil), ("https://ported.example/", "secure.example:3128"),
        ("https://10.1.2.3/", nil), ("https://11.1.2.3/", "secure.example:3128"),
        ("https://192.168.1.7/", nil), ("https://192.168.1.8/", "secure.example:3128"),
        ("https://[2001:db8::1]/", nil), ("https://[2001:db9::1]/", "secure.example:3128"),
    ])
    func `the environment says through which, and for whom none`(
        url: String, proxy: String?
    ) throws {
        let rules = try Self.rules([
            "HTTPS_PROXY": "http://u:p@secure.example:3128/", "http_proxy": "plain.example:80",
            "NO_PROXY":
                "inside.example, .dotted.example,ported.example:8443,10.0.0.0/8 192.168.1.7,2001:db8::/32,,:,/",
        ])
        let address = try WebAddress(url, schemes: [.https, .http, .wss, .ws])
        #expect(rules.proxy(for: address)?.authority == proxy)
    }

    @Test func `a star is for everybody, and one proxy can be for all`() throws {
        let address = try WebAddress("https://example.org/")
        #expect(
            try Self.rules(["ALL_PROXY": "http://all.example:1"]).proxy(for: address)?.authority
                == "all.example:1")
        #expect(
            try Self.rules(["ALL_PROXY": "http://all.example:1", "no_proxy": "*"])
                .proxy(for: address) == nil)
        #expect(try Self.rules([:]).proxy(for: address) == nil)
    }

    @Test(arguments: ["socks5://a:1", "https://a:1", "http://a:70000", "http://a/path", "a b"])
    func `a proxy that cannot be used is not passed by in silence`(text: String) {
        let fault = #expect(throws: ProxyRules.Fault.self) {
            try Self.rules(["HTTPS_PROXY": text])
        }
        #expect("\(fault as Any)".contains("HTTPS_PROXY"))
    }

    @Test func `what the configuration says goes before the environment`() throws {
        let rules = try Self.rules(["HTTPS_PROXY": "http://env.example:1"])
        let address = try WebAddress("https://example.org/")
        #expect(NetworkChoice().path(to: address, rules).proxy?.authority == "env.example:1")
        #expect(NetworkChoice(way: .direct).path(to: address, rules).proxy == nil)
        let own = NetworkChoice(way: .proxy(try Proxy("http://own.example:2")))
        #expect(own.path(to: address, rules).proxy?.authority == "own.example:2")
    }
}
