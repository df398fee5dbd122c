/// Decides whether two differently written addresses lead to the same server.
extension WebAddress {
    private static let loopback: Set<String> = ["localhost", "127.0.0.1", "::1"]

    /// Whether both lead to the same host and port, however they are written. Paths and schemes are
    /// not compared.
    package static func leadsAlike(_ one: String, _ other: String) -> Bool {
        guard one != other else { return true }
        guard let one = try? WebAddress(one), let other = try? WebAddress(other) else {
            return false
        }
        let isOneHost =
            one.host == other.host
            || loopback.contains(one.host) && loopback.contains(other.host)
        return isOneHost && (one.port == other.port || one.isPlain && other.isPlain)
    }

    /// Whether its port is the default of its scheme: one server answers at both.
    private var isPlain: Bool { port == (scheme.isSecure ? 443 : 80) }
}
