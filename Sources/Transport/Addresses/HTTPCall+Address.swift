/// The parts of a URL that may be shown, and the URL of a program on the same machine.
extension HTTPCall {
    /// Host and port as the URL has them, or the path of a Unix socket; no user, no query.
    package var host: String {
        let authority = HTTPCall.split(url).authority
        let host = authority.split(separator: "@").last.map(String.init) ?? ""
        return url.lowercased().hasPrefix("http+unix:")
            ? PercentEncoding.decode(host) ?? host : host
    }

    /// The URL without the places a key could be in: no user, no query, no fragment.
    package var printableURL: String {
        let parts = HTTPCall.split(url)
        let host = parts.authority.split(separator: "@").last ?? ""
        return String("\(parts.scheme)\(host)\(parts.path)".prefix(200))
    }

    /// The URL of `target` (a path, with its query if any) at an HTTP server on a Unix socket.
    package static func url(socket path: String, target: String) -> String {
        let slash = target.hasPrefix("/") ? "" : "/"
        return "http+unix://\(PercentEncoding.encode(path))\(slash)\(target)"
    }

    private static func split(
        _ url: String
    ) -> (scheme: Substring, authority: Substring, path: Substring) {
        let shown = url.prefix { $0 != "?" && $0 != "#" }
        guard let colon = shown.firstIndex(of: ":"), shown[colon...].hasPrefix("://") else {
            return ("", "", shown)
        }
        let start = shown.index(colon, offsetBy: 3)
        let end = shown[start...].firstIndex(of: "/") ?? shown.endIndex
        return (shown[..<start], shown[start..<end], shown[end...])
    }
}

extension WebAddress {
    /// The address of something that is about to be called, where nothing else can be made of a login
    /// than to leave it out.
    ///
    /// - Throws: `badURL`, without what could hold a key.
    init(called url: String, schemes: [Scheme]) throws(TransportError) {
        let reason: WebAddressFault
        do throws(WebAddressFault) {
            try self.init(url, schemes: schemes)
            guard login == nil else { throw .unwantedLogin }
            return
        } catch {
            reason = error
        }
        throw .badURL(HTTPCall(.get, url).printableURL, reason: reason.description)
    }
}
