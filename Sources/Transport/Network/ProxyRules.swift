/// The proxy that the environment names for an address: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`
/// and `NO_PROXY`, in upper or lower case, interpreted as curl and Go do.
///
/// A proxy named only by the environment is never used to reach this machine.
package struct ProxyRules: Sendable {
    /// A variable whose value is not a proxy.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package var variable: String
        package var reason: WebAddressFault

        package var description: String {
            "The environment variable \(variable) \(reason). Correct it, or set proxy in config.lua."
        }
    }

    private var secure: Proxy?
    private var plain: Proxy?
    private var exceptions: [Exception] = []

    package static let none = ProxyRules()

    private init() {}

    package init(environment: (String) -> String?) throws(Fault) {
        func proxy(_ names: String...) throws(Fault) -> Proxy? {
            for name in names {
                guard let text = environment(name), !text.isEmpty else { continue }
                do throws(WebAddressFault) {
                    return try Proxy(text.contains("://") ? text : "http://\(text)")
                } catch {
                    throw Fault(variable: name, reason: error)
                }
            }
            return nil
        }
        let all = try proxy("ALL_PROXY", "all_proxy")
        secure = try proxy("HTTPS_PROXY", "https_proxy") ?? all
        plain = try proxy("HTTP_PROXY", "http_proxy") ?? all
        let list = environment("NO_PROXY") ?? environment("no_proxy") ?? ""
        exceptions = list.split { $0 == "," || $0 == " " }.compactMap { Exception($0) }
    }

    package func proxy(for address: WebAddress) -> Proxy? {
        guard !address.isLoopback, !exceptions.contains(where: { $0.covers(address) }) else {
            return nil
        }
        return address.scheme.isSecure ? secure : plain
    }

    /// One entry of `NO_PROXY`: `*`, a name that includes its subdomains, an address, or a network
    /// such as `10.0.0.0/8`; each with a port or for all ports.
    private struct Exception: Sendable {
        private enum Host: Sendable {
            case any
            case name(String)
            case network(IPNetwork)
        }

        private let host: Host
        private var port: Int?

        init?(_ text: Substring) {
            var place = text
            if text != "*", let colon = text.lastIndex(of: ":"),
                text.hasPrefix("[") || text.count(where: { $0 == ":" }) == 1,
                !text[colon...].contains("]")
            {
                guard let port = Int(text[text.index(after: colon)...]) else { return nil }
                self.port = port
                place = text[..<colon]
            }
            if place == "*" {
                host = .any
            } else if let network = IPNetwork(place) {
                host = .network(network)
            } else {
                let name = place.drop { $0 == "*" || $0 == "." }.lowercased()
                guard !name.isEmpty else { return nil }
                host = .name(name)
            }
        }

        func covers(_ address: WebAddress) -> Bool {
            guard port == nil || port == address.port else { return false }
            return switch host {
            case .any: true
            case .name(let name): address.host == name || address.host.hasSuffix(".\(name)")
            case .network(let network): network.contains(address.host)
            }
        }
    }
}
