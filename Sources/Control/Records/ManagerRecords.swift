/// A script in the drop-in folder.
package struct ScriptRecord: Codable, Equatable, Sendable {
    package var name: String
    /// `running`, `broken` (never compiled), `stale` (an older version runs because the newer one
    /// does not compile) or `paused`.
    package var state: String
    package var handlers: [String]
    package var runs: Int
    package var failures: Int
    package var lastRunAt: Timestamp?
    /// `file:line: why`, and the traceback, of the last failure or of the version that does not
    /// compile.
    package var error: String?
    package var traceback: String?
    /// When a paused script is tried again, and why it is paused.
    package var pausedUntil: Timestamp?
    package var pauseReason: String?
    /// Messages on which its last run failed, the latest first.
    package var setAside: [Int64]
}

/// A value that a script remembers.
package struct MemoryRecord: Codable, Equatable, Sendable {
    package var key: String
    /// As JSON.
    package var value: String
}

/// A timer that a script has set.
package struct TimerListing: Codable, Equatable, Sendable {
    package var name: String
    package var dueAt: Timestamp
    /// As JSON; nil if it carries none.
    package var data: String?
    /// What led to it, oldest first.
    package var chain: [String]
    /// How it recurs, such as `mon..fri 09:00`; nil for a single call.
    package var schedule: String?
}

/// A channel and its recent deliveries.
package struct ChannelRecord: Codable, Equatable, Sendable {
    package var name: String
    package var kind: String
    /// Its destination, without secrets.
    package var target: String
    package var routes: [String]
    package var delivered: Int
    package var waiting: Int
    package var dead: Int
    package var lastError: String?
    /// Whether its receiver has said that it is gone for good.
    package var isGone: Bool
}

/// A route: a class of messages and the channels it feeds.
package struct RouteRecord: Codable, Equatable, Sendable {
    package var name: String
    package var channels: [String]
    package var messages: Int
}

/// An account and its state.
package struct AccountRecord: Codable, Equatable, Sendable {
    package var name: String
    package var provider: String
    package var url: String
    /// `ok`, `unreachable`, `refused` (wrong key), `failing`, `gone` (apparently for good),
    /// `unknown` (not asked yet).
    package var state: String
    /// Since when the provider has not answered; nil if it answers.
    package var silentSince: Timestamp?
    /// Decimal, with `currency`; the last known balance.
    package var balance: String?
    package var currency: String?
    package var balanceAt: Timestamp?
    package var lines: Int
    /// The requests per second this account may make, and the number made in the last minute.
    package var budget: Double
    package var requests: Int
    /// The requests left in the provider's present period and the number allowed in each, as the
    /// provider reports them, and when the period ends; nil if it reports nothing.
    package var requestsLeft: Int?
    package var requestsLimit: Int?
    package var requestsResetAt: Timestamp?
    /// Their purposes, most frequent first, such as `polls 12`.
    package var usedFor: [String]?
    /// The average time in seconds until an available message is noticed; nil if none is awaited.
    package var noticesAfter: Double?
    /// Until when it is asked as often as the budget allows; nil if nothing is expected.
    package var eagerUntil: Timestamp?
    /// Why rentals sleep although they should listen, with numbers; nil if none has to.
    package var shortage: String?
    /// The secret address that its provider may call; nil if it does not, or may not.
    package var webhook: String?
    /// Seconds the provider's clock is ahead of ours.
    package var clockAhead: Int64
    /// Seconds by which its message stamps are ahead; nil if they are right.
    package var stampsAhead: Int64?
    package var lastError: String?
    /// A remark about the account, for instance that another account has the same key.
    package var remark: String?
    package var operations: [String]
}

/// A line of the ledger.
package struct SpendRecord: Codable, Equatable, Sendable {
    package var at: Timestamp
    package var account: String
    package var line: Int64?
    package var what: String
    package var origin: String
    /// Signed decimal: charges negative, refunds positive.
    package var amount: String
    package var currency: String
}

/// The charges and refunds of a group in one currency.
package struct SpendSumRecord: Codable, Equatable, Sendable {
    /// The account, service, line or month; nil if the entries have none.
    package var name: String?
    /// A line's label or number.
    package var label: String?
    package var charges: Int
    /// Decimals; `spent` is the difference of the two others.
    package var charged: String
    package var returned: String
    package var spent: String
    package var currency: String
}

/// Something that can be bought.
package struct OfferRecord: Codable, Equatable, Sendable {
    package var account: String
    /// `rental` or `activation`.
    package var kind: String
    /// The id for `rent`, or the service for `order`.
    package var offer: String
    package var name: String
    package var country: String?
    package var days: Int?
    package var price: String?
    package var currency: String?
    package var stock: Int?
    package var note: String?
    /// The word for `order --pool`, and the pool's name if it differs.
    package var pool: String?
    package var poolName: String?
    /// Percent of orders that receive their SMS, as the provider reports it.
    package var success: Int?
    /// Own orders of this kind whose outcome is known, and those that received an SMS.
    package var ownOrders: Int?
    package var ownCodes: Int?
    /// Seconds that half of them waited at most.
    package var medianWait: Int?
    /// The price divided by the chance of a code, as a decimal.
    package var costPerCode: String?
}

/// The price of a purchase or extension, requested before it is made.
package struct QuoteRecord: Codable, Equatable, Sendable {
    package var account: String
    /// The subject of the purchase, in words: `WhatsApp in United Kingdom (GB)`.
    package var what: String
    /// Decimal; nil if the provider does not say beforehand.
    package var price: String?
    package var currency: String
    package var balance: String?
    /// The amount the limits still allow today, if there are any.
    package var spendable: String?
    /// Why it would be refused, if it would be.
    package var refusal: String?
    /// A remark to consider before agreeing.
    package var note: String?
    /// The pool that the order must name to get this price, if any.
    package var pool: String?
    /// What is tried next if this cannot be had, best first.
    package var others: [ChoiceRecord]?
}

/// An offer that an order can name.
package struct ChoiceRecord: Codable, Equatable, Sendable {
    package var account: String
    package var pool: String?
    package var what: String
    /// Decimal; nil if the provider does not say beforehand.
    package var price: String?
    package var currency: String

    package init(
        account: String, pool: String?, what: String, price: String?, currency: String
    ) {
        self.account = account
        self.pool = pool
        self.what = what
        self.price = price
        self.currency = currency
    }
}

/// The outcome of an action on a line.
package struct OutcomeRecord: Codable, Equatable, Sendable {
    package var action: Int64
    /// `done`, `failed`, `doubt`, or `pending` if it is due at `dueAt`.
    package var state: String
    package var message: String
    package var line: LineRecord?
    /// When a pending one is due.
    package var dueAt: Timestamp?
    /// How much more was taken than was agreed to, such as `0.10 USD`.
    package var excess: String?
    /// Whether a purchase was refused for a reason that another offer need not have.
    package var anotherMayDo: Bool?
    /// The other lines that the same payment brought, on the same number.
    package var others: [LineRecord]?
}

/// The manager itself.
package struct StatusRecord: Codable, Equatable, Sendable {
    package var version: String
    package var home: String
    package var isPractising: Bool
    package var startedAt: Timestamp
    package var lines: Int
    package var processId: Int32
    /// Notices for the person, one sentence each.
    package var notices: [String]?
}

/// The rows of a query.
package struct TableRecord: Codable, Equatable, Sendable {
    package var columns: [String]
    package var rows: [[String?]]
    package var isCut: Bool
}
