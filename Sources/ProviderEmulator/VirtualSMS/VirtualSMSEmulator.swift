package import Lines

/// VirtualSMS's side of the wire: orders, rentals and webhooks as its document has them and as its
/// clients met them.
///
/// The generations differ in what was seen to differ: numbers with and without a plus sign, a flag
/// that denies the messages beside it, refusals that are a sentence with quotes or without, a swap
/// under a new id or under the same.
///
/// A value with no clock and no I/O. It shares nothing with the client's decoding, so the two can
/// disagree, which is the point of having it.
package struct VirtualSMSEmulator: EmulatedProvider {
    package let name = "virtualsms"
    package let pathPrefix = "/virtualsms"
    package let generation: EmulatorGeneration
    /// In whose words webhooks are told what happens.
    package var vocabulary: Vocabulary
    /// Whether the call that shows an order shows a rental's texts too. Nobody documents a call that
    /// does; without it they go to webhooks alone.
    package var showsRentalTexts = true
    /// Whether a swap goes on under a new id.
    package var swapsUnderNewID: Bool
    package internal(set) var ledger: EmulatedLedger

    let catalogue: VirtualSMSCatalogue
    /// Requests a minute that one key may make; nil for any number.
    let allowance: Int?
    var stock: [VirtualSMSCatalogue.Offer.Key: Int]
    var orders: [Order] = []
    var rentals: [Rental] = []
    var subscriptions: [Subscription] = []
    var deliveries: [Delivery] = []
    /// Everything that happened and somebody could be told of, oldest first.
    var events: [Event] = []
    var identity: VirtualSMSIdentity
    /// When requests of the last minute came.
    var recent: [Instant] = []
    var refusedRequests = 0
    /// Answers to calls that were named, by their names.
    var named: [String: EmulatedReply] = [:]

    /// - Parameters:
    ///   - seed: decides prices, stock, numbers and ids.
    ///   - balance: what the account holds at first.
    ///   - allowance: requests a minute to `/customer/`; nil where time stands still.
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
        identity = VirtualSMSIdentity(seed: seed)
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
