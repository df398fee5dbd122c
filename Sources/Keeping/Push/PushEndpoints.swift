package import Accounts
import Lines
import Providers
package import Storage
package import Transport

/// The webhook addresses: a secret one for each account whose provider calls webhooks.
package struct PushEndpoints: Sendable {
    /// The part of the path before the token.
    package static let path = "/push/"

    /// By account.
    package let endpoints: [String: PushEndpoint]
    /// The public address of the receiver; nil if none is configured.
    package let outside: String?

    /// Accounts of the person's own numbers.
    private let inbound: Set<String>

    /// - Parameter outside: the beginning of the address, without a trailing slash.
    package init(
        _ accounts: [Account], in store: Store, world: World, outside: String?
    ) throws(StoreError) {
        var endpoints: [String: PushEndpoint] = [:]
        for account in accounts where account.provider.capabilities.offers(.webhook) {
            endpoints[account.name] = try store.pushEndpoint(
                of: account.name, creating: world.identifier())
        }
        self.endpoints = endpoints
        inbound = Set(accounts.filter { $0.providerName == .inbound }.map(\.name))
        self.outside = outside
    }

    /// The account of a token. Every token is compared to its end, so that the time taken reveals
    /// nothing about them.
    package func account(of token: Substring) -> String? {
        var found: String?
        let given = Array(token.utf8)
        for endpoint in endpoints.values {
            let known = Array(endpoint.token.utf8)
            var difference = UInt8(known.count == given.count ? 0 : 1)
            for (index, byte) in known.enumerated() {
                difference |= byte ^ (index < given.count ? given[index] : 0)
            }
            if difference == 0 { found = endpoint.account }
        }
        return found
    }

    /// Whether the callers of an account are the person's own devices and carriers.
    package func isInbound(_ account: String) -> Bool { inbound.contains(account) }

    /// The complete webhook address of an account, to be given to its provider.
    package func address(of account: String) -> String? {
        guard let endpoint = endpoints[account], let outside else { return nil }
        return outside + Self.path + endpoint.token
    }
}
