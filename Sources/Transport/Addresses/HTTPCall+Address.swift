/// The parts of a URL that may be shown, and URLs of programs on the same machine.
extension HTTPCall {
    /// Host and port as written in the URL, or the path of a Unix socket; without user or query.
    package var host: String {
        let authority = HTTPCall.split(url).authority
        let host = authority.split(separator: "@").last.map(String.init) ?? ""
        return url.lowercased().hasPrefix("http+unix:")
            ? PercentEncoding.decode(host) ?? host : host
    }

    /// The URL without the parts that could hold a key: user, query and fragment.
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
    /// An address about to be called. A login is refused, because nothing here can use one.
    ///
    /// - Throws: `badURL`, without the parts that could hold a key.
    package init(called url: String, schemes: [Scheme]) throws(TransportError) {
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
