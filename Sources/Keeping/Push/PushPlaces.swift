import Providers
package import Storage
package import Transport

/// Where providers may send news: one secret address for each account whose provider calls anybody.
package struct PushPlaces: Sendable {
    /// What stands before the token in the path.
    package static let path = "/push/"

    /// By account.
    package let places: [String: PushPlace]
    /// How the receiver is reached from outside; nil where nobody was told.
    package let outside: String?

    /// - Parameter outside: the beginning of the address, without a slash at its end.
    package init(
        _ accounts: [Account], in store: Store, world: World, outside: String?
    ) throws(StoreError) {
        var places: [String: PushPlace] = [:]
        for account in accounts where account.provider.capabilities.offers(.webhook) {
            places[account.name] = try store.pushPlace(
                of: account.name, orElse: world.identifier())
        }
        self.places = places
        self.outside = outside
    }

    /// The account a token belongs to. Every token is compared, each to its end, so that the time it
    /// takes tells nothing of them.
    package func account(of token: Substring) -> String? {
        var found: String?
        let given = Array(token.utf8)
        for place in places.values {
            let known = Array(place.token.utf8)
            var difference = UInt8(known.count == given.count ? 0 : 1)
            for (index, byte) in known.enumerated() {
                difference |= byte ^ (index < given.count ? given[index] : 0)
            }
            if difference == 0 { found = place.account }
        }
        return found
    }

    /// The whole address of an account, to be given to its provider.
    package func address(of account: String) -> String? {
        guard let place = places[account], let outside else { return nil }
        return outside + Self.path + place.token
    }
}
