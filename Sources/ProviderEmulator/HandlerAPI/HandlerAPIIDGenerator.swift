import Lines
import Randomness

/// Generates the provider's identifiers: ascending ids, and phone numbers, each only once.
struct HandlerAPIIDGenerator: Sendable {
    private var digits: SeededRandom
    private var last: Int64
    private var used: Set<String> = []

    init(seed: UInt64, dialect: HandlerAPIEmulator.Dialect, now: Instant) {
        digits = SeededRandom(seed: seed, for: "handler_api numbers \(dialect.rawValue)")
        // A few ids per second since the provider began.
        last = max(now.unixSeconds, 0) / 3 + 1000
    }

    mutating func id() -> String {
        last += 1 + Int64(digits.next() % 7)
        return String(last)
    }

    /// Digits with the country code, no plus sign.
    mutating func number(
        in country: HandlerAPICatalogue.Country, area: String? = nil
    ) -> String {
        while true {
            var number = country.callingCode + (area ?? "")
            while number.count < country.callingCode.count + 10 {
                number += String(2 + digits.next() % 8)
            }
            if used.insert(number).inserted { return number }
        }
    }
}
