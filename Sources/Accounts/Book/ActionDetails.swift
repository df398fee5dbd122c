package import Channels
import Foundation
package import Lines

/// The data needed to carry out an action, stored with it.
package struct ActionDetails: Codable, Equatable, Sendable {
    package var account: String?
    // A purchase.
    package var service: String?
    package var country: String?
    package var offer: String?
    package var days: Int?
    /// Before the purchase the pool that was asked for, afterwards the one that sold it.
    package var pool: String?
    package var preference: OfferPreference?
    package var area: String?
    /// Whether a purchase was refused for a reason that another offer need not have.
    package var isOfferRefused: Bool?
    /// The provider's id of the order whose number is ordered again.
    package var again: String?
    /// The provider's id of the order on whose number another service is ordered.
    package var besides: String?
    /// The services of an order for several on one number, the line's own first.
    package var shared: [SharedService]?
    /// How the code is to come; nil for the provider's usual way.
    package var messageKind: MessageKind?
    /// The price limit.
    package var maxPrice: Money?
    /// Whether a person agreed to a price that nobody could tell beforehand.
    package var isAnyPriceAgreed: Bool?
    /// The expected price, checked against the limits while the action is under way.
    package var price: Money?
    /// The amount taken beyond the agreed price.
    package var excess: Money?
    /// How many messages the line had when a refund or cancel was decided: a message that arrives
    /// in the meantime is worth more than the money.
    package var seen: Int?
    // Evidence for settling a lost answer.
    /// The refund terms of the chosen rental.
    package var refundTerms: RefundTerms?
    /// The provider's time when it was asked; nil if unknown.
    package var askedThere: Instant?
    /// When the outcome became unknown.
    package var doubtSince: Instant?
    /// How often the outcome became unknown.
    package var doubts: Int?
    /// The rental's expiry before the call.
    package var expiryBefore: Instant?
    /// Whether the order was already waiting for a code when another was requested. Then its
    /// waiting proves nothing.
    package var waited: Bool?
    /// Rentals and orders the provider listed before the call that are not ours.
    package var untrackedIDs: [String]?
    /// The balance before a purchase that only the balance can confirm.
    package var balanceBefore: Money?
    /// The amount missing from it since that only this call can have taken.
    package var missing: Money?
    /// The last ledger entry at that time.
    package var ledgerBefore: Int64?
    /// The rental's number of paid periods before the call, as reported by the provider.
    package var paidPeriodsBefore: Int?
    /// How often it was repeated although its outcome was unknown.
    package var unsure: Int?
    /// Whether the provider reported success, but showed no effect.
    package var isSaidDone: Bool?
    /// How many starts in a row found its call running.
    package var stops: Int?
    /// Whether a person was asked what to do about it.
    package var asked: Bool?
    // A wake.
    package var seconds: Int?
    // A change of automatic extension.
    package var isOn: Bool?
    // A decision of a script.
    /// The decisions that led to it, oldest first.
    package var chain: [String]?
    /// The line's expiry when an extension of it was decided.
    package var expiryDecided: Instant?
    // A forward.
    package var content: ForwardContent?
    /// The channels of its chain that come after the present one.
    package var further: [String]?
    /// How long each channel but the last has to take it, in milliseconds.
    package var within: Int64?
    /// The key, without its channel, of a message that is sent as it is.
    package var base: String?

    /// As it is stored: keys never change, and what is not named here is not stored.
    private enum CodingKeys: String, CodingKey {
        case account, service, country, offer, days, pool, preference, area, isOfferRefused, again,
            besides, shared, messageKind, maxPrice, isAnyPriceAgreed, price, excess, seen
        case refundTerms, askedThere, doubtSince, doubts, expiryBefore, waited, balanceBefore
        case missing, ledgerBefore, unsure, isSaidDone, stops, asked, seconds, isOn, content
        case chain, expiryDecided, further, within, base
        case untrackedIDs = "strangers"
        case paidPeriodsBefore = "stretchesBefore"
    }

    package init() {}

    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}

/// One of several services that are ordered on one number.
package struct SharedService: Codable, Equatable, Sendable {
    /// The provider's id of the service.
    package var id: String
    package var name: String
    package var price: Money

    package init(id: String, name: String, price: Money) {
        self.id = id
        self.name = name
        self.price = price
    }

    /// Whether a provider means this service by a word.
    package func isCalled(_ word: String) -> Bool {
        [id, name].contains { $0.lowercased() == word.lowercased() }
    }
}

extension Action {
    /// The stored details; empty if they cannot be decoded.
    package var details: ActionDetails {
        (try? JSONDecoder().decode(ActionDetails.self, from: Data(payload.utf8))) ?? ActionDetails()
    }

    /// The content of a forward; nil if it cannot be decoded. Only this field is decoded, because
    /// it is read for every forward.
    package var content: ForwardContent? {
        struct Content: Decodable { var content: ForwardContent? }
        return (try? JSONDecoder().decode(Content.self, from: Data(payload.utf8)))?.content
    }

    /// Whether a script decided it.
    package var isByScript: Bool { origin.hasSuffix(".lua") }
}
