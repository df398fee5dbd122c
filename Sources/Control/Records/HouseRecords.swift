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
}

/// What a script would do with a stored message.
package struct RehearsalRecord: Codable, Equatable, Sendable {
    package var message: Int64
    package var sender: String?
    package var outcome: String
    package var decisions: [String]
    package var log: [String]
    package var failure: String?
}

/// A channel and how it has been doing.
package struct ChannelRecord: Codable, Equatable, Sendable {
    package var name: String
    package var kind: String
    /// Where it leads, without secrets.
    package var target: String
    package var routes: [String]
    package var delivered: Int
    package var waiting: Int
    package var dead: Int
    package var lastError: String?
}

/// A route: a class of messages and the channels it feeds.
package struct RouteRecord: Codable, Equatable, Sendable {
    package var name: String
    package var channels: [String]
    package var messages: Int
}

/// An account and how it is doing.
package struct AccountRecord: Codable, Equatable, Sendable {
    package var name: String
    package var provider: String
    package var url: String
    /// `ok`, `unreachable`, `refused` (wrong key), `failing`, `gone` (for good, as it seems),
    /// `unknown` (not asked yet).
    package var state: String
    /// Since when nobody answers; nil while somebody does.
    package var silentSince: Timestamp?
    /// Decimal, with `currency`; as last seen.
    package var balance: String?
    package var currency: String?
    package var balanceAt: Timestamp?
    package var lines: Int
    /// Requests a second this account may make, and how many it made in the last minute.
    package var budget: Double
    package var requests: Int
    /// What they were made for, the most first, such as `polls 12`.
    package var usedFor: [String]?
    /// Seconds until a message that is there is noticed, on average; nil when none is waited for.
    package var noticesAfter: Double?
    /// Why rentals sleep that are wanted listening, with numbers; nil where none has to.
    package var shortage: String?
    /// Where its provider may call, to be kept secret; nil where it does not, or may not.
    package var webhook: String?
    /// Seconds the provider's clock is ahead of ours.
    package var clockAhead: Int64
    /// Seconds its texts are stamped ahead; nil where they are right.
    package var stampsAhead: Int64?
    package var lastError: String?
    /// What should be known of it, such as that another account has the same key.
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

/// What can be bought.
package struct OfferRecord: Codable, Equatable, Sendable {
    package var account: String
    /// `rental` or `activation`.
    package var kind: String
    /// The id `rent` takes, or the service for `order`.
    package var offer: String
    package var name: String
    package var country: String?
    package var days: Int?
    package var price: String?
    package var currency: String?
    package var stock: Int?
    package var note: String?
}

/// What a purchase or extension will cost, asked before it is made.
package struct QuoteRecord: Codable, Equatable, Sendable {
    package var account: String
    /// What it is, in words: `WhatsApp in United Kingdom (GB)`.
    package var what: String
    /// Decimal; nil when the provider does not tell beforehand.
    package var price: String?
    package var currency: String
    package var balance: String?
    /// What can still be spent today under the limits, when there are any.
    package var spendable: String?
    /// Why it would be refused, when it would.
    package var refusal: String?
    /// What is to be known before.
    package var note: String?
}

/// The outcome of an order on a line.
package struct OutcomeRecord: Codable, Equatable, Sendable {
    package var action: Int64
    /// `done`, `failed`, `doubt`, or `pending` when it is still to be tried at `dueAt`.
    package var state: String
    package var message: String
    package var line: LineRecord?
    /// When a pending one is tried.
    package var dueAt: Timestamp?
    /// By how much more was taken than was agreed to, such as `0.10 USD`.
    package var excess: String?
}

/// The manager itself.
package struct StatusRecord: Codable, Equatable, Sendable {
    package var version: String
    package var home: String
    package var isPractising: Bool
    package var startedAt: Timestamp
    package var lines: Int
    package var processId: Int32
    /// What a person should know, a sentence each.
    package var notices: [String]?
}

/// Rows of a query.
package struct TableRecord: Codable, Equatable, Sendable {
    package var columns: [String]
    package var rows: [[String?]]
    package var isCut: Bool
}
