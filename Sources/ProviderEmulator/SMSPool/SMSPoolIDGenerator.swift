import Randomness

/// Generates the provider's identifiers: order ids, rental codes and phone numbers, each only once.
struct SMSPoolIDGenerator: Sendable {
    private var codes: SeededRandom
    private var digits: SeededRandom
    private var used: Set<String> = []

    init(seed: UInt64) {
        codes = SeededRandom(seed: seed, for: "codes")
        digits = SeededRandom(seed: seed, for: "numbers")
    }

    /// Eight capitals and digits, such as `QRXWQWZK`.
    mutating func code() -> String {
        while true {
            let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
            let code = String((0..<8).map { _ in letters[Int(codes.next() % 32)] })
            if used.insert(code).inserted { return code }
        }
    }

    /// The national part of a number, in the requested area, if any.
    mutating func number(
        in country: SMSPoolCatalogue.Country, area: String? = nil
    ) -> String {
        while true {
            let prefix = area ?? country.prefixes.randomElement(using: &digits) ?? ""
            var number = prefix
            // No zero or one after the prefix: not every numbering plan assigns them.
            while number.count < country.length {
                let lowest = number.count == prefix.count ? 2 : 0
                number += String(Int.random(in: lowest...9, using: &digits))
            }
            if used.insert(country.callingCode + number).inserted { return number }
        }
    }
}
