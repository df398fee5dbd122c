/// What became of our own orders of one kind: how many received an SMS, and how soon.
package struct OwnRecord: Equatable, Sendable {
    /// Orders whose outcome is known.
    package private(set) var orders = 0
    /// Those that received an SMS.
    package private(set) var codes = 0
    private var waits: [Duration] = []

    package init() {}

    package init(_ orders: some Sequence<PastOrder>) {
        for order in orders { add(order) }
    }

    private mutating func add(_ order: PastOrder) {
        orders += 1
        guard order.hasMessage else { return }
        codes += 1
        if let wait = order.wait { waits.append(wait) }
    }

    /// The time from the order to its first SMS that half of them needed at most; nil if none came.
    package var medianWait: Duration? {
        waits.isEmpty ? nil : waits.sorted()[(waits.count - 1) / 2]
    }
}

/// An order of an activation that tells something about the next one.
package struct PastOrder: Equatable, Sendable {
    package var account: String
    package var service: String?
    package var country: String?
    /// The provider's source of the number, if it is known.
    package var pool: String?
    package var hasMessage: Bool
    /// From the order to its first SMS.
    package var wait: Duration?

    package init(
        account: String, service: String?, country: String?, pool: String? = nil,
        hasMessage: Bool, wait: Duration? = nil
    ) {
        self.account = account
        self.service = service
        self.country = country
        self.pool = pool
        self.hasMessage = hasMessage
        self.wait = wait
    }

    /// An order given up sooner than this shows nothing: its SMS had no time to come.
    package static let shortestTrial = Duration.seconds(60)

    /// Whether it was of this service in this country; a missing pool stands for any.
    package func isOf(
        account: String, service: String, country: String, pool: [String] = []
    ) -> Bool {
        guard self.account == account, self.service == service, self.country == country else {
            return false
        }
        guard !pool.isEmpty else { return true }
        let known = self.pool?.lowercased()
        return pool.contains { $0.lowercased() == known }
    }
}
