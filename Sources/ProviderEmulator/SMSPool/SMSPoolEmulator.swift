package import Lines

/// SMSPool's side of the wire: accounts, offers, orders and rentals as described in its document,
/// with the quirks of two generations of answers.
///
/// A value with no clock and no I/O. It shares nothing with the client's decoding, so that the two
/// can disagree, which is its purpose.
package struct SMSPoolEmulator: EmulatedProvider {
    package let name = "smspool"
    package let pathPrefix = "/smspool"
    package let generation: EmulatorGeneration
    package internal(set) var ledger: EmulatedLedger

    let catalogue: SMSPoolCatalogue
    var stock: [SMSPoolCatalogue.Offer.Key: Int]
    var rentalStock: [Int: Int]
    var orders: [Order] = []
    var rentals: [Rental] = []
    var ids: SMSPoolIDGenerator
    var stampError = Duration.zero
    var webhook = UnsignedWebhook(pauses: [], mostFailures: 50)

    /// - Parameters:
    ///   - seed: determines prices, stock, numbers and codes.
    ///   - balance: the initial balance.
    package init(
        generation: EmulatorGeneration = .current, seed: UInt64 = 1,
        balance: Money = Money(tenThousandths: 100_0000)
    ) {
        self.generation = generation
        catalogue = SMSPoolCatalogue(seed: seed)
        ledger = EmulatedLedger(opening: balance)
        stock = Dictionary(uniqueKeysWithValues: catalogue.offers.map { ($0.key, $0.stock) })
        rentalStock = Dictionary(
            uniqueKeysWithValues: catalogue.products.map { ($0.id, $0.stock) })
        ids = SMSPoolIDGenerator(seed: seed)
    }

    package var endpoints: [String] { SMSPoolEndpoint.allCases.map(\.rawValue) }

    package func endpoint(of path: String) -> String {
        SMSPoolEndpoint(path: path)?.rawValue ?? path
    }

    package mutating func setStampError(_ error: Duration) { stampError = error }

    package mutating func setMarkup(_ percent: Int) { ledger.markup = percent }

    package mutating func setBalance(_ balance: Money, at now: Instant) {
        settle(to: now)
        ledger.set(balance, at: now)
    }

    package func rateLimited(retryAfter: Int?) -> EmulatedReply {
        var reply = EmulatedReply(
            status: 429,
            SMSPoolRefusal.plain("You are being rate limited, please slow down."))
        if let retryAfter { reply.headers.append(("Retry-After", String(retryAfter))) }
        return reply
    }
}
