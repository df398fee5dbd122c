/// An HTTP proxy through which connections are tunnelled (`CONNECT`, RFC 9110 section 9.3.6), so
/// that it sees only host and port of an `https` server.
package struct Proxy: Hashable, Sendable {
    package var host: String
    package var port: Int
    package var login: WebAddress.Login?

    /// - Parameter text: for instance `http://proxy.example:3128`, with a login if required.
    package init(_ text: String) throws(WebAddressFault) {
        let address = try WebAddress(text, schemes: [.http])
        guard address.target == "/" else { throw .unwantedPath }
        host = address.host
        port = address.port
        login = address.login
    }

    /// Host and port, which may be shown.
    package var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
