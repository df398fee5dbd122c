package import Channels
import Foundation
package import Lines

/// What an action needs to be carried out, as it is written beside it.
package struct ActionDetails: Codable, Equatable, Sendable {
    package var account: String?
    // A purchase.
    package var service: String?
    package var country: String?
    package var offer: String?
    package var days: Int?
    package var pool: String?
    /// The provider's id of the order whose number is to be had once more.
    package var again: String?
    /// The most it may cost.
    package var maxPrice: Money?
    /// What it is expected to cost: what limits are checked with while it is under way.
    package var price: Money?
    /// By how much more it took than was agreed to.
    package var excess: Money?
    /// How many messages the line had when a refund or cancel was decided: one that comes in the
    /// meantime is worth more than the money.
    package var seen: Int?
    // What is compared with once an answer was lost.
    /// What the rental that was chosen says of refunds.
    package var refundTerms: RefundTerms?
    /// What time it was at the provider when it was asked; nil where that was not known yet.
    package var askedThere: Instant?
    /// When the outcome became unknown.
    package var doubtSince: Instant?
    /// How often it did.
    package var doubts: Int?
    /// The rental's expiry before the call.
    package var expiryBefore: Instant?
    /// Whether the order waited for a code already when another was asked for: then that it waits
    /// tells nothing.
    package var waited: Bool?
    /// Rentals and orders the provider listed before the call that are not ours.
    package var strangers: [String]?
    /// What the account held before a purchase that only its balance can tell of.
    package var balanceBefore: Money?
    /// What is gone from it since, as far as only this call can have taken it.
    package var missing: Money?
    /// The last entry of the ledger by then.
    package var ledgerBefore: Int64?
    /// For how many stretches of time the provider said the rental was paid before the call.
    package var stretchesBefore: Int?
    /// How often it was tried again although nobody could tell what became of it.
    package var unsure: Int?
    /// Whether the provider answered that it was done, and showed nothing of it.
    package var isSaidDone: Bool?
    /// Whether a person was asked what to do about it.
    package var asked: Bool?
    // A wake.
    package var seconds: Int?
    // A forward.
    package var content: ForwardContent?

    package init() {}

    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Action {
    /// What is written beside it; nothing when that cannot be read.
    package var details: ActionDetails {
        (try? JSONDecoder().decode(ActionDetails.self, from: Data(payload.utf8))) ?? ActionDetails()
    }

    /// What is forwarded; nil when what is stored cannot be read. Nothing else of the payload is looked
    /// at, since each forward is asked for it.
    var content: ForwardContent? {
        struct Content: Decodable { var content: ForwardContent? }
        return (try? JSONDecoder().decode(Content.self, from: Data(payload.utf8)))?.content
    }

    /// Whether a script decided it.
    var isByScript: Bool { origin.hasSuffix(".lua") }
}
