import Lines
import NIOSSL
import Testing

@testable import Networking
@testable import Transport

/// Which servers are trusted over TLS, and the errors about the others.
@Suite("TLS", .timeLimit(.minutes(20))) struct TrustTests {
    private static func path(trusting name: String? = "ca.crt") throws -> NetworkPath {
        let text = try name.map(TLSServer.text)
        return NetworkPath(authorities: text.flatMap { Authorities(pem: $0) })
    }

    /// The result of a call to the server: its body, or the error.
    private static func outcome(
        _ path: NetworkPath, _ port: Int, host: String = "localhost"
    ) async -> Result<String, TransportError> {
        let transport = AsyncHTTPTransport(path: path)
        let result: Result<String, TransportError>
        do throws(TransportError) {
            let reply = try await transport.send(
                HTTPCall(.get, "https://\(host):\(port)/"), deadline: .seconds(60), limit: 100)
            result = .success(String(decoding: reply.body, as: UTF8.self))
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        return result
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `an authority that is named is believed`(host: String) async throws {
        try await TLSServer.run("good.pem") { port in
            let outcome = await Self.outcome(try Self.path(), port, host: host)
            #expect(outcome == .success("hello"))
        }
    }

    @Test func `a certificate of one's own is believed when it is named`() async throws {
        try await TLSServer.run("selfsigned.pem") { port in
            let path = try Self.path(trusting: "selfsigned.pem")
            #expect(await Self.outcome(path, port) == .success("hello"))
        }
    }

    @Test(arguments: [
        ("good.pem", nil, TLSTrouble.unknownAuthority("Authority of the tests")),
        ("selfsigned.pem", nil, .selfSigned),
        ("selfsigned.pem", "ca.crt", .selfSigned),
        ("expired.pem", "ca.crt", .expired(since: Instant(unixSeconds: 1_609_459_200))),
        ("future.pem", "ca.crt", .notYetValid(until: Instant(unixSeconds: 4_102_444_800))),
        ("elsewhere.pem", "ca.crt", .wrongName(["elsewhere.example", "*.elsewhere.example"])),
    ])
    func `what is wrong with a certificate is told`(
        name: String, trusted: String?, trouble: TLSTrouble
    ) async throws {
        try await TLSServer.run(name) { port in
            let path = try Self.path(trusting: trusted)
            let told = Result<String, TransportError>.failure(
                .untrusted(host: "localhost:\(port)", trouble))
            var outcome = await Self.outcome(path, port)
            // The look at the certificate takes three seconds at most, on a busy machine too.
            for _ in 0..<3 where outcome != told { outcome = await Self.outcome(path, port) }
            #expect(outcome == told)
            guard case .failure(let error) = outcome else { return }
            #expect(!error.mayHaveActed)
        }
    }

    @Test func `a name is not asked for where an address is called`() async throws {
        try await TLSServer.run("elsewhere.pem") { port in
            let outcome = await Self.outcome(try Self.path(), port, host: "127.0.0.1")
            guard case .failure(.untrusted(_, .wrongName)) = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test func `a feed is as careful`() async throws {
        try await TLSServer.run("expired.pem") { port in
            let transport = WebSocketTransport(world: .live(), path: try Self.path())
            await #expect(
                throws: TransportError.untrusted(
                    host: "localhost:\(port)", .expired(since: Instant(unixSeconds: 1_609_459_200)))
            ) {
                try await transport.follow(
                    "wss://localhost:\(port)/", opened: {}, heard: { _ in })
            }
        }
    }

    @Test func `a server that speaks no TLS is told as such`() async throws {
        let talker = try TalkingListener(greeting: "HTTP/1.1 400 Bad Request\r\n\r\n")
        defer { talker.stop() }
        let outcome = await Self.outcome(.direct, Int(talker.port), host: "127.0.0.1")
        #expect(outcome == .failure(.untrusted(host: "127.0.0.1:\(talker.port)", .notTLS)))
    }

    @Test(arguments: [
        "", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    ])
    func `what is no certificate is none`(text: String) {
        #expect(Authorities(pem: text) == nil)
    }

    /// Data from a stranger are checked byte by byte.
    @Test func `a certificate of any bytes is read or is not`() throws {
        let certificate = try #require(
            try NIOSSLCertificate.fromPEMFile(TLSServer.certificate("good.pem")).first)
        let whole = try certificate.toDERBytes()
        #expect(CertificateNames(der: whole)?.issuer == "Authority of the tests")
        #expect(CertificateNames(der: whole)?.isSelfSigned == false)
        let world = World.live()
        for index in 0..<20_000 {
            var bytes = whole
            for _ in 0...world.random(3) {
                let place = Int(world.random(UInt64(min(bytes.count, 300))))
                bytes[place] = UInt8(world.random(256))
            }
            if index % 3 == 0 { bytes.removeLast(Int(world.random(UInt64(bytes.count)))) }
            _ = CertificateNames(der: bytes)
        }
    }
}
