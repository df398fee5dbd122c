import Accounts
import Foundation
import Keeping
import Lines
import ProviderEmulator
import Randomness
import Scripting

/// JSON from the database: action payloads and scripts' memory. A torn page or another version may
/// have written it.
enum Stored {
    private static let names = [
        "account", "service", "country", "offer", "days", "pool", "maxPrice", "price", "seen",
        "doubtSince", "expiryBefore", "strangers", "seconds", "content", "tenThousandths",
        "currency", "title", "text", "priority", "tags", "url", "isRefundable", "within",
    ]

    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = sample
        if !random.oneIn(4), let json = JSON(parsing: sample) {
            bytes = Array(JSONMutator(names: names).spoiled(json, &random).description.utf8)
        }
        return random.oneIn(3)
            ? ByteMutator(scraps: ["{", "}", "\""]).spoiled(bytes, &random) : bytes
    }
}

extension Target {
    static let stored = Target(name: "stored", inputs: 3000, spoil: Stored.spoil) { input in
        let action = Action(
            id: 1, key: "k", kind: .order, origin: "console",
            payload: String(decoding: input, as: UTF8.self), createdAt: Instant(milliseconds: 0))
        let details = action.details
        let again = Action(
            id: 1, key: "k", kind: .order, origin: "console", payload: details.json,
            createdAt: Instant(milliseconds: 0))
        if again.details != details { return "a payload does not come back" }
        let data = Data(input)
        if let value = try? JSONDecoder().decode(ScriptValue.self, from: data),
            (try? JSONEncoder().encode(value)) == nil
        {
            return "what is remembered cannot be written"
        }
        _ = try? JSONDecoder().decode(RefundTerms.self, from: data)
        return nil
    }
}
