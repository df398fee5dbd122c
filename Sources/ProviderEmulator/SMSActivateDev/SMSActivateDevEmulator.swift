package import Lines
import Randomness

/// The provider's side of sms-activate.dev: a balance, a small catalogue and activations.
///
/// Its document has no refusals, no lists and only two words for the state of an activation; the
/// gaps are filled with usual behaviour, based on the document and not on the client.
package struct SMSActivateDevEmulator: EmulatedProvider {
    package let name = "sms-activate-dev"
    package let pathPrefix = "/sms-activate-dev"
    package internal(set) var ledger: EmulatedLedger

    /// How long an activation waits for its code, and how long a new one cannot be cancelled.
    static let life = Duration.minutes(20)
    /// Requests per minute allowed for one key; nil if time stands still.
    package var allowance: Int? = 300

    var offers: [Offer]
    var activations: [Activation] = []
    var random: SeededRandom
    /// The current minute, and the number of requests in it.
    var minute: (number: Int64, requests: Int) = (0, 0)

    /// - Parameters:
    ///   - seed: determines prices, stock, numbers and ids.
    ///   - balance: the initial balance.
    package init(seed: UInt64 = 1, balance: Money = Money(tenThousandths: 100_0000)) {
        var random = SeededRandom(seed: seed, for: "sms-activate-dev")
        offers = Offer.catalogue(&random)
        self.random = random
        ledger = EmulatedLedger(opening: balance)
    }

    package var endpoints: [String] { SMSActivateDevEndpoint.allCases.map(\.rawValue) }

    package func endpoint(of path: String) -> String {
        SMSActivateDevEndpoint.read(path)?.endpoint.rawValue ?? path
    }

    package mutating func setMarkup(_ percent: Int) { ledger.markup = percent }

    package mutating func setBalance(_ balance: Money, at now: Instant) {
        settle(to: now)
        ledger.set(balance, at: now)
    }

    package func rateLimited(retryAfter: Int?) -> EmulatedReply {
        var reply = EmulatedReply(status: 429, ["error": "Rate limit exceeded"])
        if let retryAfter { reply.headers.append(("Retry-After", String(retryAfter))) }
        return reply
    }

    /// It has no rentals, and nothing bought earlier needs attention.
    package mutating func settleInForPractice(at now: Instant) {}
}
