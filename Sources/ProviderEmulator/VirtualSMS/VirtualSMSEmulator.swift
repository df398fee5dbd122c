package import Lines

/// VirtualSMS's side of the wire: orders, rentals and webhooks as documented and as seen by
/// clients.
///
/// The generations differ in the ways observed: numbers with and without a plus sign, a flag that
/// contradicts the messages beside it, refusals that are a sentence with or without quotes, a swap
/// under a new id or under the same one.
///
/// A value with no clock and no I/O. It shares nothing with the client's decoding, so that the two
/// can disagree, which is its purpose.
package struct VirtualSMSEmulator: EmulatedProvider {
    package let name = "virtualsms"
    package let pathPrefix = "/virtualsms"
    package let generation: EmulatorGeneration
    /// The event names used in webhooks.
    package var vocabulary: Vocabulary
    /// Whether the call that shows an order also shows a rental's texts. No such call is
    /// documented; without it they go only to webhooks.
    package var showsRentalTexts = true
    /// Whether a swap creates a new id.
    package var swapsUnderNewID: Bool
    package internal(set) var ledger: EmulatedLedger

    let catalogue: VirtualSMSCatalogue
    /// Requests per minute allowed for one key; nil for no limit.
    let allowance: Int?
    var stock: [VirtualSMSCatalogue.Offer.Key: Int]
    var orders: [Order] = []
    var rentals: [Rental] = []
    var subscriptions: [Subscription] = []
    var deliveries: [Delivery] = []
    /// All events that could be sent to a subscriber, oldest first.
    var events: [Event] = []
    var ids: VirtualSMSIDGenerator
    /// The times of the requests in the last minute.
    var recent: [Instant] = []
    var refusedRequests = 0
    /// Answers to calls with an idempotency name, by that name.
    var named: [String: EmulatedReply] = [:]

    /// - Parameters:
    ///   - seed: determines prices, stock, numbers and ids.
    ///   - balance: the initial balance.
    ///   - allowance: requests per minute to `/customer/`; nil if time stands still.
    package init(
        generation: EmulatorGeneration = .current, seed: UInt64 = 1,
        balance: Money = Money(tenThousandths: 100_0000), allowance: Int? = 60
    ) {
        self.generation = generation
        vocabulary = .document
        swapsUnderNewID = generation == .current
        catalogue = VirtualSMSCatalogue(seed: seed)
        self.allowance = allowance
        ledger = EmulatedLedger(opening: balance)
        stock = Dictionary(uniqueKeysWithValues: catalogue.offers.map { ($0.key, $0.stock) })
        ids = VirtualSMSIDGenerator(seed: seed)
    }

    package var endpoints: [String] {
        VirtualSMSEndpoint.allCases.map(\.path) + [Self.feedPath]
    }

    package func endpoint(of path: String) -> String {
        VirtualSMSEndpoint.match(path)?.endpoint.path ?? path
    }

    package mutating func setMarkup(_ percent: Int) { ledger.markup = percent }

    package mutating func setBalance(_ balance: Money, at now: Instant) {
        settle(to: now)
        let paidIn = balance - ledger.balance
        ledger.set(balance, at: now)
        if paidIn.isMore(than: .zero) { emit(.deposited(paidIn), at: now) }
        noticeBalance(at: now)
    }

    package func rateLimited(retryAfter: Int?) -> EmulatedReply {
        VirtualSMSRefusal.rateLimited(retryAfter: retryAfter).reply(in: generation)
    }
}
