import Foundation

/// An address from outside (the configuration, a provider, a redirect), parsed and validated in
/// full, so that nothing in it can violate a precondition of a library.
///
/// The HTTP and WebSocket libraries trap on a port above 65535 and silently change characters they
/// do not accept in a URL; an address of this type contains neither.
package struct WebAddress: Equatable, Sendable {
    package enum Scheme: String, Sendable {
        case http, https, ws, wss

        /// Whether it is spoken over TLS.
        package var isSecure: Bool { self == .https || self == .wss }

        fileprivate var port: Int { isSecure ? 443 : 80 }
    }

    /// A name and password in front of the host.
    package struct Login: Hashable, Sendable {
        package var name: String
        package var password: Secret

        /// The value of an `Authorization` or `Proxy-Authorization` header (RFC 7617).
        package var authorization: String {
            "Basic " + Data("\(name):\(password.reveal())".utf8).base64EncodedString()
        }
    }

    /// More than any service uses, and less than the limit of servers.
    static let longest = 4096

    package let scheme: Scheme
    package let login: Login?
    /// In ASCII and lower case; an IPv6 address without its brackets.
    package let host: String
    package let port: Int
    /// Path and query as in the request line, with a leading slash.
    package let target: String

    /// - Parameter schemes: the schemes allowed in this place.
    package init(
        _ text: String, schemes: [Scheme] = [.https, .http]
    ) throws(WebAddressFault) {
        guard text.utf8.count <= Self.longest else { throw .tooLong }
        guard !text.unicodeScalars.contains(where: \.isNeverInAddress) else { throw .character }
        guard let mark = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased()),
            schemes.contains(scheme)
        else { throw .scheme(schemes) }
        let rest = text[mark.upperBound...]
        guard !rest.contains("#") else { throw .fragment }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        var place = authority
        login = try Self.takeLogin(from: &place)
        self.scheme = scheme
        port = try Self.takePort(from: &place) ?? scheme.port
        host = try Self.host(place)
        target = try Self.target(rest[authority.endIndex...])
    }

    /// `host:port`, without the port if it is the scheme's default: the `Host` header.
    package var authority: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return port == scheme.port ? shown : "\(shown):\(port)"
    }

    /// Scheme, host and port: the identity of a server.
    package var origin: String { "\(scheme.rawValue)://\(authority)" }

    /// The complete URL without the login.
    package var url: String { origin + target }

    /// The prefix of longer addresses: the URL without login and trailing slash.
    package var base: String {
        var base = url
        while base.hasSuffix("/") { base.removeLast() }
        return base
    }

    /// Whether it is this machine.
    package var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || (host.hasPrefix("127.") && HostName.isIPAddress(host))
    }
}

extension WebAddress {
    private static func takeLogin(from place: inout Substring) throws(WebAddressFault) -> Login? {
        guard let at = place.lastIndex(of: "@") else { return nil }
        let parts = place[..<at].split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        place = place[place.index(after: at)...]
        guard let name = PercentEncoding.decode(parts[0]),
            let password = PercentEncoding.decode(parts.count == 2 ? parts[1] : ""),
            !(name + password).unicodeScalars.contains(where: {
                $0.properties.generalCategory == .control
            })
        else { throw .login }
        return Login(name: name, password: Secret(password))
    }

    private static func takePort(from place: inout Substring) throws(WebAddressFault) -> Int? {
        let afterHost = place.lastIndex(of: "]").map { place[$0...] } ?? place
        guard let colon = afterHost.firstIndex(of: ":") else { return nil }
        let digits = place[place.index(after: colon)...]
        place = place[..<colon]
        guard (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let port = Int(digits), (1...65535).contains(port)
        else { throw .port(String(digits.prefix(20))) }
        return port
    }

    private static func host(_ place: Substring) throws(WebAddressFault) -> String {
        guard !place.isEmpty else { throw .noHost }
        guard let host = HostName.ascii(place) else { throw .host(String(place.prefix(100))) }
        return host
    }

    /// Keeps the characters that RFC 3986 allows in a path or query and percent-encodes the rest,
    /// including non-ASCII letters, as browsers do.
    private static func target(_ text: Substring) throws(WebAddressFault) -> String {
        guard PercentEncoding.isWellFormed(text) else { throw .percent }
        let target = PercentEncoding.encode(
            String(text), space: "%20", kept: "-._~!$&'()*+,;=:@/?%")
        return target.hasPrefix("/") ? target : "/" + target
    }
}

extension Unicode.Scalar {
    fileprivate var isNeverInAddress: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate:
            true
        default: self == "\\"
        }
    }
}
