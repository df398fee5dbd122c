import Lines
import Providers
import Transport

/// What the manager knows of an account while it runs.
struct AccountState: Sendable {
    var configuration: Account
    var budget: Budget
    var clock = AccountClock() {
        didSet { configuration.time?.learn(ahead: clock.isConfirmed ? clock.ahead : nil) }
    }
    /// How far the stamps of messages are off.
    var stamps = StampDrift()
    /// Lines whose purchase was noted by a clock that is not settled yet.
    var stamped: Set<Line.ID> = []
    var health: AccountHealth
    /// How long nobody has answered, as far as it is on disk.
    private(set) var storedSilence: Silence?
    var catalogue = Catalogue()
    var balance = BalanceWatch()
    var lists = ListSchedule()
    var polls = PollSchedule()
    /// Ids the provider lists that are not ours, for telling a new purchase from an old one.
    var untrackedIDs: Set<String> = []
    /// How many looks in a row were for what a provider told of by itself.
    var hintsInARow = 0
    /// What was told of rentals the budget cannot keep on.
    var shortage = UpkeepWatch()
    /// What the last lane that found nothing to do was told, and how often the bell had rung by then.
    var idle: (until: Instant, rings: UInt64)?
    /// Times of the requests of the last minute, for `accounts`.
    var requests = RequestCount()
    /// Rung when there is something to do before the time the lanes sleep until.
    let bell = Doorbell()

    init(_ account: Account, silence: Silence?, now: Instant) {
        configuration = account
        health = AccountHealth(silence: silence)
        storedSilence = silence
        budget = Budget(
            rate: Self.rate(of: account.requestsPerSecond),
            burst: Self.burst(of: account.requestsPerSecond), now: now)
    }

    mutating func take(_ silence: Silence?, _: Written) { storedSilence = silence }

    private static func burst(of requestsPerSecond: Double) -> Double {
        max(4, requestsPerSecond * 2)
    }

    /// What is saved up and what comes in within a minute together are what a minute allows.
    private static func rate(of requestsPerSecond: Double) -> Double {
        max(requestsPerSecond / 2, requestsPerSecond - burst(of: requestsPerSecond) / 60)
    }

    /// The budget that has room for so many requests a second in the long run.
    static func requestsPerSecond(sustaining rate: Double) -> Double {
        max(min(rate * 2, rate + 4 / 60), rate / (1 - 1 / 30))
    }

    /// A look that was to find nothing found something, and took more requests for it.
    mutating func oweForText(at now: Instant) {
        let count = configuration.provider.capabilities.textCost
        budget.owe(count, at: now)
        requests.add(count, for: .looks, at: now)
    }

    var capabilities: Capabilities { configuration.provider.capabilities }

    /// The provider's clock turned out to be another: what was noted in its time is put right.
    mutating func restate(by difference: Duration) {
        lists.restate(by: difference)
        polls.restate(by: difference)
    }

    /// The machine's clock was set; the provider's was not, so it is as much less ahead of ours.
    mutating func shift(by step: Duration) {
        clock.shift(by: step)
        budget.shift(by: step)
        health.shift(by: step)
        balance.shift(by: step)
        catalogue.listsAt = catalogue.listsAt.map { $0 + step }
        catalogue.rentalsAt = catalogue.rentalsAt.map { $0 + step }
        requests = RequestCount()
        idle = nil
    }
}
