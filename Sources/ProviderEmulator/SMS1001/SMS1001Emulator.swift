package import Lines

/// 1001SMS's side of the wire: catalogue, orders and account as described in its document.
///
/// As documented, only a check fetches messages, so a client that waits for its code by listing
/// alone waits in vain. In the newer generation a check shows only new messages, errors have other
/// names and some answers lack their envelope, as clients have seen.
///
/// A value with no clock and no I/O. It shares nothing with the client's decoding, so that the two
/// can disagree, which is its purpose.
package struct SMS1001Emulator: EmulatedProvider {
    /// A permission of a key.
    package enum Permission: String, CaseIterable, Sendable {
        case activate, read
    }

    package let name = "1001sms"
    package let pathPrefix = "/1001sms"
    package let generation: EmulatorGeneration
    /// The permissions of the only key: all of them, unless a test removes one.
    package var permissions = Set(Permission.allCases)
    package internal(set) var ledger: EmulatedLedger

    let catalogue: SMS1001Catalogue
    /// The initial balance, which the provider counts as a deposit.
    let opening: Money
    var stock: [SMS1001Catalogue.Offer.Key: Int]
    var orders: [Order] = []
    var ids: SMS1001IDGenerator

    /// - Parameters:
    ///   - seed: determines prices, stock, numbers and ids.
    ///   - balance: the initial balance.
    package init(
        generation: EmulatorGeneration = .current, seed: UInt64 = 1,
        balance: Money = Money(tenThousandths: 100_0000)
    ) {
        self.generation = generation
        catalogue = SMS1001Catalogue(seed: seed)
        opening = balance
        ledger = EmulatedLedger(opening: balance)
        stock = Dictionary(uniqueKeysWithValues: catalogue.offers.map { ($0.key, $0.stock) })
        ids = SMS1001IDGenerator(seed: seed)
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
