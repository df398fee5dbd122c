import Testing

@testable import Providers

/// Which dialect a site speaks, by its host.
@Suite("Sites of handler_api") struct SiteTests {
    @Test(
        arguments: [
            ("hero-sms.com", HandlerAPIDialect.clone), ("api.grizzlysms.com", .clone),
            ("smsbower.page", .clone), ("onlinesim.io", .clone), ("api.virtualsms.de", .clone),
            ("daisysms.com", .daisysms), ("DAISYSMS.IO", .daisysms), ("virtualsms.io", .virtualsms),
            ("api.sms-activate.ae", .original),
        ])
    func `a known one is found, with its other hosts`(host: String, dialect: HandlerAPIDialect) {
        #expect(HandlerAPISites.known.dialect(of: host) == dialect)
    }

    @Test(arguments: ["example.org", "notdaisysms.com", "com", "", "127.0.0.1"])
    func `an unknown one is not guessed`(host: String) {
        #expect(HandlerAPISites.known.dialect(of: host) == nil)
    }

    @Test func `a person's entry wins, and the nearest one`() {
        var sites = HandlerAPISites.known
        sites.set(.original, of: "hero-sms.com")
        sites.set(.daisysms, of: "us.Example.org")
        sites.set(.clone, of: "example.org")
        #expect(sites.dialect(of: "hero-sms.com") == .original)
        #expect(sites.dialect(of: "api.us.example.org") == .daisysms)
        #expect(sites.dialect(of: "eu.example.org") == .clone)
    }

    @Test func `a site with a path of its own is called there`() {
        #expect(HandlerAPISites.path(on: "api.virtualsms.de") == "/stubs/handler_api")
        #expect(HandlerAPISites.path(on: "hero-sms.com") == "/stubs/handler_api.php")
    }
}
