package import Channels
import Foundation
package import Lines

/// What an action needs to be carried out, as it is written beside it.
package struct ActionPayload: Codable, Equatable, Sendable {
    package var account: String?
    // A purchase.
    package var service: String?
    package var country: String?
    package var offer: String?
    package var days: Int?
    package var pool: String?
    /// The most it may cost.
    package var maxPrice: Money?
    /// What it is expected to cost: what limits are checked with while it is under way.
    package var price: Money?
    /// How many messages the line had when a refund or cancel was decided: one that comes in the
    /// meantime is worth more than the money.
    package var seen: Int?
    // A wake.
    package var seconds: Int?
    // A forward.
    package var content: ForwardContent?

    package init() {}

    package var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Action {
    /// The payload; an empty one when what is stored cannot be read.
    package var details: ActionPayload {
        (try? JSONDecoder().decode(ActionPayload.self, from: Data(payload.utf8))) ?? ActionPayload()
    }

    /// Whether a script decided it.
    var isByScript: Bool { origin.hasSuffix(".lua") }
}
