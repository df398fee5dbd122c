/// How a server is reached: through which proxy, if any, and which authorities are trusted in
/// addition to the system's.
///
/// Connections of different paths are never shared, so each path has a transport of its own.
package struct NetworkPath: Hashable, Sendable {
    package var proxy: Proxy?
    package var authorities: Authorities?

    package init(proxy: Proxy? = nil, authorities: Authorities? = nil) {
        self.proxy = proxy
        self.authorities = authorities
    }

    /// A direct connection that trusts only the system's authorities.
    package static let direct = NetworkPath()
}
