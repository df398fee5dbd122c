package import Lines
package import Transport

/// An account with a provider that speaks handler_api, the protocol of sms-activate and its clones:
/// one address, an action in the query, and an answer that is a word or JSON.
///
/// The key goes into the query only if the protocol has no other place for it. Errors and logs
/// contain no more of an address than its host, and the key is removed from any part of an answer
/// that is kept.
package struct HandlerAPI: Provider {
    let transport: any Transport
    let address: String
    let key: Secret
    let dialect: HandlerAPIDialect
    /// The account's currency, for answers that name none.
    let currency: String
    let timeZone: LocalZone
    let deadlines: Deadlines
    /// Whether the site is known to carry out an order once that arrives twice under one name.
    let keepsOrderNames: Bool
    /// The messages of rentals as last read.
    let pages = HandlerAPIPages()
    /// The idempotency name of the next purchase, if the provider takes one.
    private(set) var requestName: String?

    /// - Parameters:
    ///   - baseURL: the host, or the complete address if it ends in `handler_api`.
    ///   - currency: ISO 4217 code.
    ///   - timeZone: the zone of times that name none.
    package init(
        transport: any Transport, baseURL: String, key: Secret,
        dialect: HandlerAPIDialect = .original, currency: String = Money.usd,
        timeZone: LocalZone = .utc, keepsOrderNames: Bool = false,
        deadlines: Deadlines = Deadlines()
    ) {
        self.keepsOrderNames = keepsOrderNames && dialect.knowsSecondOrder
        self.transport = transport
        let root = baseURL.trimmed.trimming(suffix: "/")
        let isWhole = root.hasSuffix("/handler_api") || root.hasSuffix("/handler_api.php")
        let path = HandlerAPISites.path(on: HTTPCall(.get, root).host)
        address = isWhole ? root : root + path
        self.key = key
        self.dialect = dialect
        self.currency = currency
        self.timeZone = timeZone
        self.deadlines = deadlines
    }

    package var capabilities: Capabilities {
        var capabilities = dialect.capabilities
        capabilities.keepsOrderNames = keepsOrderNames
        return capabilities
    }

    package func naming(_ request: String) -> any Provider {
        var named = self
        named.requestName = request
        return named
    }
}
