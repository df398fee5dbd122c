package import Lines

/// The provider's side of handler_api: one script, an action in the query, words and JSON as
/// answers; as in the protocol's first document, or in the variant of one of its successors.
///
/// A value with no clock and no I/O. It shares nothing with the client's decoding, so that the two
/// can disagree, which is its purpose.
package struct HandlerAPIEmulator: EmulatedProvider {
    /// The variant of the protocol.
    package enum Dialect: String, CaseIterable, Sendable {
        /// All actions, always HTTP 200, JSON where there is a newer call.
        case original
        /// US numbers only; prices in a header, texts in another, different words.
        case daisysms
        /// Seven actions, and no price limit.
        case virtualsms
        /// All actions except the newer order, meaningful HTTP statuses, older names.
        case clone
    }

    package let dialect: Dialect
    package internal(set) var ledger: EmulatedLedger
    /// Until when this account cannot buy anything.
    package var bannedUntil: Instant?
    /// Whether a clone has the newer order and the newer status.
    package var hasNewerCalls = false
    /// Whether only the older call quotes an extension.
    package var hasOnlyOldQuotes = false

    let catalogue: HandlerAPICatalogue
    var stock: [HandlerAPICatalogue.Pair: Int]
    var orders: [Order] = []
    var rentals: [Rental] = []
    /// Orders by their idempotency names.
    var orderNames: [String: String] = [:]
    var ids: HandlerAPIIDGenerator
    var webhook: UnsignedWebhook

    /// - Parameters:
    ///   - seed: determines prices, stock and numbers.
    ///   - now: the starting point of the provider's ids.
    ///   - balance: the initial balance, in the account's currency.
    package init(
        seed: UInt64 = 1, now: Instant, dialect: Dialect = .original,
        balance: Money = Money(tenThousandths: 100_0000)
    ) {
        self.dialect = dialect
        catalogue = HandlerAPICatalogue(seed: seed, dialect: dialect, currency: balance.currency)
        ledger = EmulatedLedger(opening: balance)
        stock = catalogue.offers.mapValues(\.stock)
        webhook = UnsignedWebhook(pauses: HandlerAPIEmulator.pauses(of: dialect))
        ids = HandlerAPIIDGenerator(seed: seed, dialect: dialect, now: now)
    }

    package var name: String {
        dialect == .original ? "handler-api" : "handler-api-\(dialect.rawValue)"
    }

    package var pathPrefix: String {
        switch dialect {
        case .original: "/handler-api"
        // Beside the paths of that provider's own protocol, as on its server.
        case .virtualsms: "/virtualsms/stubs"
        case .daisysms, .clone: "/handler-api/\(dialect.rawValue)"
        }
    }

    package var basePath: String {
        dialect == .virtualsms ? "/virtualsms/stubs/handler_api.php" : pathPrefix
    }

    package var endpoints: [String] {
        HandlerAPIAction.allCases.filter { $0.isKnown(to: dialect) }.map(\.rawValue)
    }

    /// There is one path; the call is named in the query.
    package func endpoint(of path: String) -> String { path }

    package func endpoint(of request: EmulatedRequest) -> String {
        guard HandlerAPIEmulator.isScript(request.path), let action = request.value("action")
        else { return request.path }
        return action
    }

    static func isScript(_ path: String) -> Bool {
        [
            "stubs/handler_api.php", "stubs/handler_api", "handler_api.php", "handler_api",
        ].contains(path)
    }

    /// The control gives amounts without a currency: they are in the account's.
    package mutating func setMarkup(_ percent: Int) { ledger.markup = percent }

    package mutating func setBalance(_ balance: Money, at now: Instant) {
        settle(to: now)
        let currency = ledger.balance.currency
        ledger.set(Money(tenThousandths: balance.tenThousandths, currency: currency), at: now)
    }

    package func rateLimited(retryAfter: Int?) -> EmulatedReply {
        var reply = HandlerAPIWire.text("RATE_LIMITED", status: 429)
        if let retryAfter { reply.headers.append(("Retry-After", String(retryAfter))) }
        return reply
    }
}
