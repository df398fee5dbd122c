package import Lines
package import Providers
package import Transport

/// An account as it is configured, with the adapter that speaks for it.
package struct Account: Sendable {
    package var name: String
    package var providerName: ProviderName
    /// Without a key.
    package var url: String
    package var provider: any Provider
    /// The most that may be spent on it in a day.
    package var spendingPerDay: Money?
    /// Requests a second.
    package var requestsPerSecond: Double
    /// Whether lines found at the provider are taken up by themselves.
    package var adopts: Bool
    /// Another account with the same key at the same address, which adopts in its place.
    package var twin: String?
    /// How far the zone is ahead in which times are read that come without one.
    package var zoneOffset = Duration.zero
    /// Told what time it is at the provider, for whoever reads its answers.
    package var time: ProviderTime?

    package init(
        name: String, providerName: ProviderName, url: String, provider: any Provider,
        spendingPerDay: Money? = nil, requestsPerSecond: Double = 10, adopts: Bool = true
    ) {
        self.name = name
        self.providerName = providerName
        self.url = url
        self.provider = provider
        self.spendingPerDay = spendingPerDay
        self.requestsPerSecond = requestsPerSecond
        self.adopts = adopts
    }
}

/// What the manager knows of an account while it runs.
struct AccountState: Sendable {
    var account: Account
    var budget: Budget
    var clock = AccountClock() {
        didSet { account.time?.learn(ahead: clock.isConfirmed ? clock.ahead : nil) }
    }
    /// How far the stamps of messages are off.
    var stamps = StampDrift()
    /// Lines whose purchase was noted by a clock that is not settled yet.
    var stamped: Set<Line.ID> = []
    var health: AccountHealth
    /// How long nobody has answered, as far as it is on disk.
    var storedSilence: Silence?
    var catalogue = Catalogue()
    var balance: (money: Money, at: Instant)?
    /// Ids the provider lists that are not ours, for telling a new purchase from an old one.
    var strangers: Set<String> = []
    /// When the lists of held rentals and active orders were last compared with ours.
    var listedAt: Instant?
    /// When that was; the time above may be set back for them to be asked for soon.
    var comparedAt: Instant?
    var isListing = false
    var isPolling = false
    /// Something may have come that one call for all would show.
    var isPollWanted = false
    /// How often in a row that call was answered with something else than the list.
    var failedPolls = 0
    /// When all were asked for in one call last, in uptime.
    var polledAt: Duration?
    /// A poll that failed is not made again before.
    var pollHold: Instant?
    var isAskingBalance = false
    /// When the lists, and the balance, were last asked for, in uptime.
    var listBegan: Duration?
    var balanceBegan: Duration?
    /// How many looks in a row were for what a provider told of by itself.
    var hintsInARow = 0
    /// What was told of rentals the budget cannot keep on.
    var shortage = UpkeepWatch()
    /// Since when there is none to go by.
    var balanceMissedAt: Instant?
    /// A balance that was not to be had is not asked for again before.
    var balanceHold: Instant?
    /// What the last lane that found nothing to do was told, and how often the bell had rung by then.
    var rest: (until: Instant, rings: UInt64)?
    /// Times of the requests of the last minute, for `accounts`.
    var requests = RequestCount()
    /// Rung when there is something to do before the time the lanes sleep until.
    let bell = Doorbell()

    init(_ account: Account, silence: Silence?, now: Instant) {
        self.account = account
        health = AccountHealth(silence: silence)
        storedSilence = silence
        budget = Budget(
            rate: Self.rate(of: account.requestsPerSecond),
            burst: Self.burst(of: account.requestsPerSecond), now: now)
    }

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
        let count = account.provider.capabilities.textCost
        budget.owe(count, at: now)
        requests.add(count, for: .looks, at: now)
    }
}

/// What requests are made for.
package enum RequestUse: String, CaseIterable, Sendable {
    /// For somebody who waits at the console.
    case person
    case actions
    /// One line at a time.
    case looks
    /// All activations in one call.
    case polls
    case lists
    case balance
}

/// Counts requests of the last minute in six slots of ten seconds.
struct RequestCount: Sendable {
    private struct Slot: Hashable {
        var time: Int64
        var use: RequestUse
    }

    private var slots: [Slot: Int] = [:]

    mutating func add(_ count: Int, for use: RequestUse, at now: Instant) {
        let time = time(now)
        slots[Slot(time: time, use: use), default: 0] += count
        slots = slots.filter { $0.key.time > time - 6 }
    }

    func lastMinute(at now: Instant) -> [RequestUse: Int] {
        let time = time(now)
        return slots.filter { $0.key.time > time - 6 }
            .reduce(into: [:]) { $0[$1.key.use, default: 0] += $1.value }
    }

    private func time(_ now: Instant) -> Int64 { now.milliseconds / 10_000 }
}
