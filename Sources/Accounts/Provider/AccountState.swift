package import Lines
package import Providers
package import Transport

/// The state of an account while the manager runs.
package struct AccountState: Sendable {
    package var configuration: Account
    package var budget: Budget
    package var clock = AccountClock() {
        didSet { configuration.time?.learn(ahead: clock.isConfirmed ? clock.ahead : nil) }
    }
    /// How far ahead the provider's clock was in an earlier run, once that was sure; nil if unknown.
    private var formerClock: Duration?
    /// When this run started, by that clock.
    private let startedAt: Instant?
    /// The same of this run, as stored on disk.
    private(set) var storedClock: Duration?
    /// The error of the time stamps of messages.
    package var stamps = StampDrift()
    /// Lines whose purchase was recorded before the clock was settled.
    package var stamped: Set<Line.ID> = []
    package var health: AccountHealth
    /// The silence as stored on disk.
    private(set) var storedSilence: Silence?
    package var catalogue = Catalogue()
    package var balance = BalanceWatch()
    package var lowBalance: LowBalance
    package var lists = ListSchedule()
    package var polls = PollSchedule()
    /// Ids that the provider lists and that are not ours, to tell a new purchase from an old one.
    package var untrackedIDs: Set<String> = []
    /// How many looks in a row were caused by news from the provider.
    package var hintsInARow = 0
    /// Whether a shortage was reported: rentals that the budget cannot keep listening.
    package var shortage = UpkeepWatch()
    /// Until when the last idle lane was told to rest, and the number of rings at that time.
    package var idle: (until: Instant, signalCount: UInt64)?
    /// When the refusal of a post was last reported.
    package var refusedPostAt: Instant?
    /// The rate limit as last reported, for `accounts`; its time is ours.
    package private(set) var allowance: Allowance?
    /// Requests of the last minute, for `accounts`.
    package var requests = RequestCount()
    /// Sent when there is work before the time the lanes sleep until.
    package let signal = WakeSignal()

    package init(
        _ account: Account, silence: Silence?, isLow: Bool = false, clock former: Duration? = nil,
        now: Instant
    ) {
        configuration = account
        lowBalance = LowBalance(isLow: isLow)
        formerClock = former
        storedClock = former
        startedAt = former.map { now + $0 }
        health = AccountHealth(silence: silence, isAsked: account.providerName != .inbound)
        storedSilence = silence
        let burst = Self.burst(of: account.requestsPerSecond)
        budget = Budget(
            rate: Self.rate(
                of: account.requestsPerSecond,
                peak: burst + Self.owed(by: account.provider.capabilities)),
            burst: burst, now: now)
    }

    package mutating func remember(_ silence: Silence?, _: Written) { storedSilence = silence }

    package mutating func remember(clock ahead: Duration, _: Written) { storedClock = ahead }

    /// The clock to store, if it is sure and differs from the stored one: at the next start, a
    /// wrong header is told from a wrong clock of ours by it.
    package var clockToStore: Duration? {
        guard clock.isSettled else { return nil }
        guard let storedClock else { return clock.ahead }
        let difference = clock.ahead - storedClock
        return max(difference, .zero - difference) > .minutes(1) ? clock.ahead : nil
    }

    /// The time by the clock of an earlier run; nil if it is unknown or the line was bought since.
    package func formerTime(of line: Line, at moment: Moment) -> Instant? {
        guard let formerClock, let startedAt, line.purchasedAt < startedAt else { return nil }
        return moment.now + formerClock
    }

    package mutating func follow(_ allowance: Allowance, at now: Instant) {
        var allowance = allowance
        allowance.resetsAt = allowance.resetsAt.map { $0 - clock.ahead }
        budget.follow(remaining: allowance.remaining, until: allowance.resetsAt, at: now)
        self.allowance = allowance
    }

    /// The reported rate limit, as long as it is about the present period.
    package func allowance(at now: Instant) -> Allowance? {
        allowance.flatMap { ($0.resetsAt ?? now) >= now ? $0 : nil }
    }

    private static func burst(of requestsPerSecond: Double) -> Double {
        max(4, requestsPerSecond * 2)
    }

    /// The requests that may be made beyond the budget before they are known of: each lane may find
    /// a text where none was expected.
    private static func owed(by capabilities: Capabilities) -> Double {
        Double(Account.lanes * capabilities.textCost)
    }

    /// How much longer one request may be on its way than another: what is sent within a little more
    /// than a minute can arrive within one.
    private static let straggling = 0.5

    /// The rate at which the requests that can be made at once plus the refill of a minute and of the
    /// straggling equal the allowance of a minute.
    private static func rate(of requestsPerSecond: Double, peak: Double) -> Double {
        max(requestsPerSecond / 2, (requestsPerSecond * 60 - peak) / (60 + straggling))
    }

    /// The budget needed to sustain this number of requests a second.
    package func requestsPerSecond(sustaining rate: Double) -> Double {
        let refill = rate * (60 + Self.straggling)
        let owed = Self.owed(by: capabilities)
        return max(min(rate * 2, (refill + 4 + owed) / 60), (refill + owed) / 58)
    }

    /// A look that was expected to find nothing found something and took more requests.
    package mutating func oweForText(at now: Instant) {
        let count = configuration.provider.capabilities.textCost
        budget.owe(count, at: now)
        requests.add(count, for: .looks, at: now)
    }

    package var capabilities: Capabilities { configuration.provider.capabilities }

    /// Moves times recorded by the provider's clock, which turned out to be wrong.
    package mutating func shiftProviderTimes(by difference: Duration) {
        lists.shiftProviderTimes(by: difference)
        polls.shiftProviderTimes(by: difference)
    }

    /// The machine's clock was set and the provider's was not, so its lead shrinks by the same
    /// amount.
    package mutating func shift(by step: Duration) {
        clock.shift(by: step)
        formerClock = formerClock.map { $0 - step }
        storedClock = storedClock.map { $0 - step }
        budget.shift(by: step)
        health.shift(by: step)
        balance.shift(by: step)
        refusedPostAt = refusedPostAt.map { $0 + step }
        catalogue.listsAt = catalogue.listsAt.map { $0 + step }
        catalogue.rentalsAt = catalogue.rentalsAt.map { $0 + step }
        requests = RequestCount()
        idle = nil
    }
}
