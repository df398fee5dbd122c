package import GRDB

/// The endpoint to which an account's provider pushes news.
package struct PushPlace: Equatable, Sendable {
    package var account: String
    /// The last part of the address, which nobody else can guess.
    package var token: String
    /// The provider's id of our subscription.
    package var subscription: String?
    /// The secret that signs its requests.
    package var secret: String?

    package init(account: String, token: String) {
        self.account = account
        self.token = token
    }
}

extension Store {
    /// The endpoint of an account, created from `token` if it has none yet.
    package func pushPlace(
        of account: String, orElse token: @autoclosure () -> String
    ) throws(StoreError) -> PushPlace {
        let known = try read {
            try Row.fetchOne($0, sql: "SELECT * FROM push WHERE account = ?", arguments: [account])
        }
        if let known {
            var place = PushPlace(account: account, token: known["token"])
            place.subscription = known["subscription"]
            place.secret = known["secret"]
            return place
        }
        let place = PushPlace(account: account, token: token())
        try write { try $0.set(place) }
        return place
    }
}

extension Database {
    package func set(_ place: PushPlace) throws {
        try perform(
            """
            INSERT INTO push (account, token, subscription, secret) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (account) DO UPDATE SET token = ?2, subscription = ?3, secret = ?4
            """, [place.account, place.token, place.subscription, place.secret])
    }
}
