/// The configured way to the server of an account or channel.
package struct NetworkChoice: Equatable, Sendable {
    package enum Way: Equatable, Sendable {
        /// Whatever proxy the environment names.
        case environment
        /// Without a proxy.
        case direct
        case proxy(Proxy)
    }

    package var way = Way.environment
    package var authorities: Authorities?

    package init(way: Way = .environment, authorities: Authorities? = nil) {
        self.way = way
        self.authorities = authorities
    }

    /// The resulting path to an address.
    package func path(to address: WebAddress, _ rules: ProxyRules) -> NetworkPath {
        let proxy: Proxy? =
            switch way {
            case .environment: rules.proxy(for: address)
            case .direct: nil
            case .proxy(let proxy): proxy
            }
        return NetworkPath(proxy: proxy, authorities: authorities)
    }
}
