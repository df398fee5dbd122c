/// Which dialect of handler_api each site speaks, found by its host: one table, which the
/// configuration can extend.
package struct HandlerAPISites: Equatable, Sendable {
    private var dialects: [String: HandlerAPIDialect]
    /// Whether a site carries out an order once that arrives twice under one `orderId`. Unknown
    /// sites may ignore it, and then a repeated order is a second number.
    private var keepsOrderNames: [String: Bool]

    /// Sites with public documents or clients. A site's other hosts (`api.`, `www.`) are included.
    package static let known = HandlerAPISites(
        dialects: knownDialects,
        // The document says so: a name that is used again is refused.
        keepsOrderNames: Dictionary(
            uniqueKeysWithValues: knownDialects.filter { $0.value == .original }.map {
                ($0.key, true)
            }))

    private static let knownDialects: [String: HandlerAPIDialect] = [
        // Closed since the end of 2025; kept for mirrors of its documents.
        "sms-activate.org": .original, "sms-activate.ru": .original, "sms-activate.io": .original,
        "sms-activate.ae": .original, "sms-activate.page": .original,
        "daisysms.com": .daisysms, "daisysms.io": .daisysms,
        "virtualsms.io": .virtualsms,
        // HeroSMS, SMSBower, GrizzlySMS, OnlineSIM.
        "hero-sms.com": .clone,
        "smsbower.online": .clone, "smsbower.page": .clone, "smsbower.app": .clone,
        "smsbower.com": .clone, "grizzlysms.com": .clone, "onlinesim.io": .clone,
        "tiger-sms.com": .clone, "vak-sms.com": .clone, "sms-online.pro": .clone,
        "sms.online": .clone, "smsverified.com": .clone, "privatesms.vip": .clone,
        "smsbulk.net": .clone,
        // VirtualSMSLabs, which has nothing to do with virtualsms.io.
        "virtualsms.de": .clone,
    ]

    /// Sites whose script has another path than the protocol's.
    private static let paths = ["virtualsms.de": "/stubs/handler_api"]

    /// - Parameter keepsOrderNames: nil for what is known of the dialect: of other sites nothing.
    package mutating func set(
        _ dialect: HandlerAPIDialect, of host: String, keepsOrderNames: Bool? = nil
    ) {
        dialects[host.lowercased()] = dialect
        self.keepsOrderNames[host.lowercased()] = keepsOrderNames ?? false
    }

    /// The dialect of a host or of the site it belongs to; nil for an unknown one.
    package func dialect(of host: String) -> HandlerAPIDialect? {
        Self.sites(of: host).lazy.compactMap { dialects[$0] }.first
    }

    /// Whether the site of a host is known to carry out an order once under one name.
    package func keepsOrderNames(on host: String) -> Bool {
        Self.sites(of: host).lazy.compactMap { keepsOrderNames[$0] }.first ?? false
    }

    /// The path of a host's script.
    static func path(on host: String) -> String {
        sites(of: host).lazy.compactMap { paths[$0] }.first ?? "/stubs/handler_api.php"
    }

    /// The host, and every domain it is in, nearest first.
    private static func sites(of host: String) -> [String] {
        var rest = Substring(host.lowercased())
        var sites: [String] = []
        while !rest.isEmpty {
            sites.append(String(rest))
            rest = rest.drop { $0 != "." }.dropFirst()
        }
        return sites
    }
}
