import AsyncHTTPClient
import Foundation
import Lines
import Testing

@testable import Networking
@testable import Transport

/// Addresses written by somebody else.
@Suite("Web addresses") struct WebAddressTests {
    private static func fault(
        _ text: String, _ schemes: [WebAddress.Scheme] = [.https, .http]
    ) -> WebAddressFault? {
        do throws(WebAddressFault) {
            _ = try WebAddress(text, schemes: schemes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("http://127.0.0.1:4010/smspool", "http://127.0.0.1:4010/smspool"),
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("https://example.org:443/a?b=c", "https://example.org/a?b=c"),
        ("http://example.org:8080?b", "http://example.org:8080/?b"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("http://[2001:DB8::1]:81", "http://[2001:db8::1]:81/"),
        ("https://bücher.example/ä?q=ö", "https://xn--bcher-kva.example/%C3%A4?q=%C3%B6"),
        ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://host_with.underscore/", "https://host_with.underscore/"),
        ("https://example.org./", "https://example.org./"),
        ("https://user:p%40ss@example.org/x", "https://example.org/x"),
        (
            "https://example.org/a[1]{b}|\"^`<>",
            "https://example.org/a%5B1%5D%7Bb%7D%7C%22%5E%60%3C%3E"
        ),
        ("http://example.org:65535/%2F", "http://example.org:65535/%2F"),
        ("http://localhost:1/", "http://localhost:1/"),
    ])
    func `that can be called are brought into the form that is called`(
        text: String, url: String
    ) throws {
        let address = try WebAddress(text)
        #expect(address.url == url)
        #expect(try WebAddress(address.url).url == url, "it is not its own form")
    }

    @Test(arguments: [
        ("http://127.0.0.1:70000/ok", WebAddressFault.port("70000")),
        ("http://a:65536", .port("65536")), ("http://a:0", .port("0")),
        ("http://a:-1", .port("-1")),
        ("http://a:+80", .port("+80")), ("http://a:", .port("")), ("http://a:８０", .port("８０")),
        ("http://a:99999999999999999999", .port("99999999999999999999")),
        ("http://[::1]:70000/", .port("70000")), ("http://[::1]x/", .host("[::1]x")),
        ("http://[::1", .port(":1")), ("http://::1/", .port(":1")),
        ("http://[127.0.0.1]/", .host("[127.0.0.1]")),
        ("http://[fe80::1%25eth0]/", .host("[fe80::1%25eth0]")),
        ("", .scheme([.https, .http])), ("example.org", .scheme([.https, .http])),
        ("ftp://a/", .scheme([.https, .http])), ("ws://a/", .scheme([.https, .http])),
        ("http+unix://%2Ftmp%2Fa/", .scheme([.https, .http])),
        ("http:///a", .noHost), ("http://", .noHost), ("http://user@/", .noHost),
        ("http://:80/", .noHost), ("http://a..b/", .host("a..b")), ("http://-a/", .host("-a")),
        ("http://a%41.org/", .host("a%41.org")), ("http://a,b/", .host("a,b")),
        ("http://\(String(repeating: "a", count: 64))/", .host(String(repeating: "a", count: 64))),
        ("http://a b/", .character), ("http://a/\r\nX: y", .character),
        ("http://a\u{0}/", .character),
        ("http://a/\u{202E}", .character), ("http://a\\b/", .character), (" http://a/", .character),
        ("http://a/#b", .fragment), ("http://a/%", .percent), ("http://a/%zz", .percent),
        ("http://us%0Aer@a/", .login), ("http://us%er@a/", .login),
        ("http://\(String(repeating: "a/", count: 4000))", .tooLong),
    ])
    func `that cannot be called say why`(text: String, fault: WebAddressFault) {
        #expect(Self.fault(text) == fault, "\(text)")
    }

    @Test func `that carry a login become a header, and are shown without it`() throws {
        let address = try WebAddress("https://J%C3%B6rg:open%3Asesame@example.org/x")
        #expect(address.login?.name == "Jörg")
        #expect(address.login?.authorization == "Basic SsO2cmc6b3BlbjpzZXNhbWU=")
        #expect(!address.url.contains("sesame") && !address.authority.contains("@"))
        #expect(!"\(address)".contains("sesame"))
        #expect(try WebAddress("http://only@a/").login?.authorization == "Basic b25seTo=")
    }

    @Test func `that are faulty do not show a password`() {
        // A slash in a password ends the host, and the first half looks like a port.
        let fault = Self.fault("https://user:open/sesame@example.org/")
        #expect(fault != nil)
        #expect(fault?.description.contains("open") == false)
    }

    @Test(arguments: [
        ("http://127.0.0.1/", true), ("http://127.1.2.3:80/", true), ("http://localhost/", true),
        ("http://[::1]/", true), ("http://127.0.0.1.example.org/", false),
        ("http://localhost.example.org/", false), ("http://example.org/", false),
    ])
    func `know whether they are this machine`(text: String, isLoopback: Bool) throws {
        #expect(try WebAddress(text).isLoopback == isLoopback)
    }

    /// Every text accepted as an address is one for the library too, with the same parts: nothing
    /// is left in it that a library would trap on or change.
    @Test func `that are read go through the client, whatever they are made of`() async throws {
        let pieces = [
            "http://", "https://", "HTTP://", "a", "example.org", "bücher", "[::1]", "127.0.0.1",
            ":",
            "80", "65535", "70000", "-1", "@", "user", "/", "//", "?", "#", "%", "%41", "%00", " ",
            "\u{0}", "\r\n", "\u{202E}", "😀", "..", "_", "-", "[", "]", "é", "\\", "+", "0x7f",
            "9223372036854775808",
        ]
        let world = World.live()
        let transport = AsyncHTTPTransport()
        var read = 0
        for _ in 0..<12_000 {
            let text = (0...world.random(7)).map { _ in
                pieces[Int(world.random(UInt64(pieces.count)))]
            }.joined()
            guard let address = try? WebAddress(text) else { continue }
            read += 1
            #expect((1...65535).contains(address.port) && !address.host.isEmpty, "\(text)")
            #expect(address.url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(text)")
            let request = try transport.request(HTTPCall(.get, address.url))
            #expect(request.url.absoluteString == address.url, "\(text)")
            let host = address.host.contains(":") ? "[\(address.host)]" : address.host
            #expect(request.port == address.port && request.host == host, "\(text)")
        }
        #expect(read > 50)
        await transport.shutdown()
    }

    @Test(arguments: [
        "http://127.0.0.1:70000/ok", "http://a.example:65536/", "http://user:pw@127.0.0.1/",
        "https://[::1]:99999/",
    ])
    func `that cannot be called are refused by the transport too`(url: String) async {
        let transport = AsyncHTTPTransport()
        await #expect {
            try await transport.send(HTTPCall(.get, url), deadline: .seconds(1), limit: 1)
        } throws: { error in
            guard case TransportError.badURL(let shown, _) = error else { return false }
            return !shown.contains("pw")
        }
        await transport.shutdown()
    }

    @Test(arguments: [
        ("http://127.0.0.1:8089/x", "http://localhost:8089/y", true),
        ("http://[::1]:8089", "http://localhost:8089", true),
        ("https://API.example.com/", "https://api.example.com", true),
        ("http://api.example.com", "https://api.example.com/v1", true),
        ("http://127.0.0.1:8089", "http://localhost:8090", false),
        ("https://api.example.com", "https://api.example.org", false),
        ("", "", true), ("", "https://api.example.org", false),
    ])
    func `one server is told however it is written`(
        _ one: String, _ other: String, _ isOne: Bool
    ) {
        #expect(WebAddress.leadsAlike(one, other) == isOne)
    }
}
