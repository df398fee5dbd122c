package import GRDB

/// The endpoint to which an account's provider pushes news.
package struct PushEndpoint: Equatable, Sendable {
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
    package func pushEndpoint(
        of account: String, creating token: @autoclosure () -> String
    ) throws(StoreError) -> PushEndpoint {
        let known = try read {
            try Row.fetchOne($0, sql: "SELECT * FROM push WHERE account = ?", arguments: [account])
        }
        if let known {
            var endpoint = PushEndpoint(account: account, token: known["token"])
            endpoint.subscription = known["subscription"]
            endpoint.secret = known["secret"]
            return endpoint
        }
        let endpoint = PushEndpoint(account: account, token: token())
        try write { try $0.set(endpoint) }
        return endpoint
    }
}

extension Database {
    package func set(_ endpoint: PushEndpoint) throws {
        try perform(
            """
            INSERT INTO push (account, token, subscription, secret) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (account) DO UPDATE SET token = ?2, subscription = ?3, secret = ?4
            """, [endpoint.account, endpoint.token, endpoint.subscription, endpoint.secret])
    }
}
