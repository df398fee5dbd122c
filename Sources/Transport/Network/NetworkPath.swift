/// How a server is reached: whom is trusted besides the system's authorities, and whether through a proxy.
///
/// Connections of two paths are never shared, so each has a transport of its own.
package struct NetworkPath: Hashable, Sendable {
    package var proxy: Proxy?
    package var authorities: Authorities?

    package init(proxy: Proxy? = nil, authorities: Authorities? = nil) {
        self.proxy = proxy
        self.authorities = authorities
    }

    /// As the system has it, with nobody in between.
    package static let direct = NetworkPath()
}
