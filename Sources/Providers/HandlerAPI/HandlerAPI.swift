import Lines
package import Transport

/// An account with a provider that speaks handler_api, the protocol of sms-activate and its clones:
/// one address, an action in the query, and an answer that is a word or JSON.
///
/// The key goes into the query where the protocol leaves no other place. No address is ever part of
/// an error or a log beyond its host, and what is kept of an answer has the key taken out.
package struct HandlerAPI: Provider {
    let transport: any Transport
    let address: String
    let key: Secret
    let dialect: HandlerAPIDialect
    /// What the account is kept in, where an answer names no currency.
    let currency: String
    let timeZone: AccountZone
    let deadlines: Deadlines
    /// What rentals received, as it was read last.
    let pages = HandlerAPIPages()
    /// The name of the next purchase, where the provider takes one.
    private(set) var requestName: String?

    /// - Parameters:
    ///   - baseURL: the host, or all of the address when it ends in `handler_api`.
    ///   - currency: ISO 4217 code.
    ///   - timeZone: of times that name none.
    package init(
        transport: any Transport, baseURL: String, key: Secret,
        dialect: HandlerAPIDialect = .original, currency: String = Money.usd,
        timeZone: AccountZone = .utc, deadlines: Deadlines = Deadlines()
    ) {
        self.transport = transport
        let root = baseURL.trimmed.trimming(suffix: "/")
        let isWhole = root.hasSuffix("/handler_api") || root.hasSuffix("/handler_api.php")
        address = isWhole ? root : "\(root)/stubs/handler_api.php"
        self.key = key
        self.dialect = dialect
        self.currency = currency
        self.timeZone = timeZone
        self.deadlines = deadlines
    }

    package var capabilities: Capabilities { dialect.capabilities }

    package func naming(_ request: String) -> any Provider {
        var named = self
        named.requestName = request
        return named
    }
}
