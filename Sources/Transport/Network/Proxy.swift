/// An HTTP proxy that connections are tunnelled through (`CONNECT`, RFC 9110 section 9.3.6), so that it
/// sees host and port of an `https` server and nothing else.
package struct Proxy: Hashable, Sendable {
    package var host: String
    package var port: Int
    package var login: WebAddress.Login?

    /// - Parameter text: such as `http://proxy.example:3128`, with a login where it asks for one.
    package init(_ text: String) throws(WebAddressFault) {
        let address = try WebAddress(text, schemes: [.http])
        guard address.target == "/" else { throw .unwantedPath }
        host = address.host
        port = address.port
        login = address.login
    }

    /// What may be shown of it.
    package var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
