package import Lines

/// One provider's side of the wire, as a state machine in values.
///
/// Nothing here reads a clock, sleeps or touches a socket: a request and the time go in, an answer
/// comes out. So the same machine stands behind HTTP in a process of its own, inside a test, and in
/// a simulation that lives through months in a second.
package protocol EmulatedProvider: Sendable {
    /// The provider's fixed name, such as `smspool`.
    var name: String { get }
    /// The first part of every path that is this provider's, such as `/smspool`.
    var pathPrefix: String { get }
    /// What an account's base URL ends in: the prefix, or the whole path where there is only one.
    var basePath: String { get }
    /// Every endpoint it answers, relative to the prefix; faults are set on these.
    var endpoints: [String] { get }
    /// All money that moved, oldest first.
    var ledger: EmulatedLedger { get }

    /// Answers a request whose path is relative to `pathPrefix`.
    mutating func answer(_ request: EmulatedRequest, at now: Instant) -> EmulatedReply

    /// Lets a text message be sent to one of its numbers; nil when it holds no such number.
    mutating func deliver(_ sms: EmulatedSMS, to number: String, at now: Instant)
        -> EmulatedDelivery?

    /// Every line that was ever bought, oldest first.
    mutating func lines(at now: Instant) -> [EmulatedLine]

    /// What more days of a rental would cost, for whoever compares; nil when they cannot be had.
    func extensionPrice(of id: String, days: Int) -> Money?

    /// Sets the account's balance, as if money had been paid in or taken out.
    mutating func setBalance(_ balance: Money, at now: Instant)

    /// Takes so many percent more for everything than it tells.
    mutating func setMarkup(_ percent: Int)

    /// Tells the times of all texts so much later than they were, as after a zone was set wrong.
    mutating func setStampError(_ error: Duration)

    /// The endpoint a path means, for counting and for faults: without suffixes and spellings.
    func endpoint(of path: String) -> String

    /// The same of a whole request, where it is not the path that tells.
    func endpoint(of request: EmulatedRequest) -> String

    /// What it says to a client that asks too often.
    func rateLimited(retryAfter: Int?) -> EmulatedReply

    /// Agrees to tell over a WebSocket what happens, from now on; nil when it does not.
    mutating func openFeed(_ request: EmulatedRequest, at now: Instant) -> EmulatedFeed?

    /// What has happened since a feed was asked last.
    mutating func texts(on feed: inout EmulatedFeed, at now: Instant) -> [String]

    /// Calls to subscribers whose time has come; each is handed out once.
    mutating func duePosts(at now: Instant) -> [EmulatedPost]

    /// How such a call went: its status, or nil when there was no answer.
    mutating func posted(_ id: String, status: Int?, at now: Instant)

    /// Puts the account in the middle of its life: lines held for days, others just bought.
    mutating func settleInForPractice(at now: Instant)
}

extension EmulatedProvider {
    package func endpoint(of request: EmulatedRequest) -> String { endpoint(of: request.path) }
}

/// The key every emulated provider accepts; all others are refused as that provider refuses them.
package let emulatorKey = "0123456789abcdef0123456789abcdef"

/// Most providers tell nothing by themselves.
extension EmulatedProvider {
    package var basePath: String { pathPrefix }

    package func extensionPrice(of id: String, days: Int) -> Money? { nil }

    package mutating func openFeed(
        _ request: EmulatedRequest, at now: Instant
    ) -> EmulatedFeed? { nil }

    package mutating func texts(on feed: inout EmulatedFeed, at now: Instant) -> [String] { [] }

    package mutating func duePosts(at now: Instant) -> [EmulatedPost] { [] }

    package mutating func posted(_ id: String, status: Int?, at now: Instant) {}
}

extension EmulatedProvider {
    package mutating func setStampError(_ error: Duration) {}
}
