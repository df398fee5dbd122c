/// Where a feed is, taken apart for a connection of its own.
struct FeedAddress {
    var isSecure: Bool
    var host: String
    var port: Int
    /// Path and query, as the request line has them.
    var target: String

    /// - Throws: `badURL`, without what could hold a key.
    init(_ url: String) throws(TransportError) {
        let lower = url.lowercased()
        let refusal = TransportError.badURL(HTTPCall(.get, url).printableURL)
        guard lower.hasPrefix("ws://") || lower.hasPrefix("wss://"),
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw refusal }
        isSecure = lower.hasPrefix("wss://")
        let rest = url.dropFirst(isSecure ? 6 : 5)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let tail = rest.dropFirst(authority.count).prefix { $0 != "#" }
        target = tail.hasPrefix("/") ? String(tail) : "/" + tail
        let parts = Self.split(authority)
        guard let parts, !parts.host.isEmpty else { throw refusal }
        host = parts.host
        port = parts.port ?? (isSecure ? 443 : 80)
    }

    /// The `Host` header.
    var authority: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? shown : "\(shown):\(port)"
    }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        guard !authority.contains("@") else { return nil }
        var host = authority
        var port: Substring?
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            host = authority[authority.index(after: authority.startIndex)..<end]
            let after = authority[authority.index(after: end)...]
            if after.hasPrefix(":") { port = after.dropFirst() }
        } else if let colon = authority.lastIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard let port else { return (String(host), nil) }
        guard let number = Int(port), (1...65535).contains(number) else { return nil }
        return (String(host), number)
    }
}
