package import Lines

/// 1001SMS's side of the wire: catalogue, orders and account as its document describes them.
///
/// Only a check fetches what was sent to a number, as the document says of it, so a client that waits
/// for its code by listing alone waits in vain. In the newer generation a check shows only what is
/// new, errors have other names and some answers come without their envelope, as clients met it.
///
/// A value with no clock and no I/O. It shares nothing with the client's decoding, so the two can
/// disagree, which is the point of having it.
package struct SMS1001Emulator: EmulatedProvider {
    /// What a key may be used for.
    package enum Permission: String, CaseIterable, Sendable {
        case activate, read
    }

    package let name = "1001sms"
    package let pathPrefix = "/1001sms"
    package let generation: EmulatorGeneration
    /// Of the one key there is; all of them, unless a test takes one away.
    package var permissions = Set(Permission.allCases)
    package internal(set) var ledger: EmulatedLedger

    let catalogue: SMS1001Catalogue
    /// What the account held at first, which the provider counts as a deposit.
    let opening: Money
    var stock: [SMS1001Catalogue.Offer.Key: Int]
    var orders: [Order] = []
    var identity: SMS1001Identity

    /// - Parameters:
    ///   - seed: decides prices, stock, numbers and ids.
    ///   - balance: what the account holds at first.
    package init(
        generation: EmulatorGeneration = .current, seed: UInt64 = 1,
        balance: Money = Money(tenThousandths: 100_0000)
    ) {
        self.generation = generation
        catalogue = SMS1001Catalogue(seed: seed)
        opening = balance
        ledger = EmulatedLedger(opening: balance)
        stock = Dictionary(uniqueKeysWithValues: catalogue.offers.map { ($0.key, $0.stock) })
        identity = SMS1001Identity(seed: seed)
    }

    package var endpoints: [String] { SMS1001Endpoint.allCases.map(\.path) }

    package func endpoint(of path: String) -> String {
        SMS1001Endpoint.match(path)?.endpoint.path ?? path
    }

    package mutating func setMarkup(_ percent: Int) { ledger.markup = percent }

    package mutating func setBalance(_ balance: Money, at now: Instant) {
        settle(to: now)
        ledger.set(balance, at: now)
    }

    package func rateLimited(retryAfter: Int?) -> EmulatedReply {
        var reply = SMS1001Refusal.rateLimited.reply(in: generation)
        if let retryAfter { reply.headers.append(("Retry-After", String(retryAfter))) }
        return reply
    }
}
