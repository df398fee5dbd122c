package import Lines

/// One provider's side of the wire, as a state machine without side effects.
///
/// Nothing here reads a clock, sleeps or touches a socket: a request and the time go in, an answer
/// comes out. The same machine can therefore run behind HTTP in its own process, inside a test, and
/// in a simulation that runs through months in a second.
package protocol EmulatedProvider: Sendable {
    /// The provider's fixed name, such as `smspool`.
    var name: String { get }
    /// The prefix of all this provider's paths, such as `/smspool`.
    var pathPrefix: String { get }
    /// The end of an account's base URL: the prefix, or the whole path if there is only one.
    var basePath: String { get }
    /// All its endpoints, relative to the prefix; faults are set on these.
    var endpoints: [String] { get }
    /// All movements of money, oldest first.
    var ledger: EmulatedLedger { get }

    /// Answers a request whose path is relative to `pathPrefix`.
    mutating func answer(_ request: EmulatedRequest, at now: Instant) -> EmulatedReply

    /// Sends a text message to one of its numbers; nil if it has no such number.
    mutating func deliver(_ sms: EmulatedSMS, to number: String, at now: Instant)
        -> EmulatedDelivery?

    /// Every line ever bought, oldest first.
    mutating func lines(at now: Instant) -> [EmulatedLine]

    /// The price of extending a rental by this many days, for comparison; nil if they are not sold.
    func extensionPrice(of id: String, days: Int) -> Money?

    /// Sets the account's balance, as if money had been paid in or taken out.
    mutating func setBalance(_ balance: Money, at now: Instant)

    /// Charges this percentage more than quoted for everything.
    mutating func setMarkup(_ percent: Int)

    /// Shifts the reported times of all texts by this error, as a wrong time zone would.
    mutating func setStampError(_ error: Duration)

    /// The endpoint of a path, for counting and for faults: without suffixes and spelling variants.
    func endpoint(of path: String) -> String

    /// The endpoint of a whole request, if the path alone does not determine it.
    func endpoint(of request: EmulatedRequest) -> String

    /// The answer to a client that exceeds the rate limit.
    func rateLimited(retryAfter: Int?) -> EmulatedReply

    /// Opens a WebSocket for events from now on; nil if the provider refuses.
    mutating func openFeed(_ request: EmulatedRequest, at now: Instant) -> EmulatedFeed?

    /// The events since the last call for this feed.
    mutating func texts(on feed: inout EmulatedFeed, at now: Instant) -> [String]

    /// Enters the address of a webhook, as on the provider's website; nil removes it.
    ///
    /// - Returns: whether the provider has such a setting.
    mutating func setWebhook(_ url: String?) -> Bool

    /// The webhook calls due; each is returned once.
    mutating func dueWebhookCalls(at now: Instant) -> [WebhookCall]

    /// Records the result of a webhook call: its status, or nil if there was no answer.
    mutating func recordWebhookCall(_ id: String, status: Int?, at now: Instant)

    /// Fills the account for practice: lines held for days, others just bought.
    mutating func settleInForPractice(at now: Instant)
}

extension EmulatedProvider {
    package func endpoint(of request: EmulatedRequest) -> String { endpoint(of: request.path) }
}

/// The key that every emulated provider accepts; each refuses all others in its own way.
package let emulatorKey = "0123456789abcdef0123456789abcdef"

/// Defaults: most providers do not push.
extension EmulatedProvider {
    package var basePath: String { pathPrefix }

    package func extensionPrice(of id: String, days: Int) -> Money? { nil }

    package mutating func openFeed(
        _ request: EmulatedRequest, at now: Instant
    ) -> EmulatedFeed? { nil }

    package mutating func texts(on feed: inout EmulatedFeed, at now: Instant) -> [String] { [] }

    package mutating func setWebhook(_ url: String?) -> Bool { false }

    package mutating func dueWebhookCalls(at now: Instant) -> [WebhookCall] { [] }

    package mutating func recordWebhookCall(_ id: String, status: Int?, at now: Instant) {}
}

extension EmulatedProvider {
    package mutating func setStampError(_ error: Duration) {}
}
