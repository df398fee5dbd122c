import Randomness

/// Generates the provider's identifiers: order ids, its suppliers' ids and phone numbers, each only
/// once.
struct SMS1001IDGenerator: Sendable {
    private var codes: SeededRandom
    private var digits: SeededRandom
    private var used: Set<String> = []

    init(seed: UInt64) {
        codes = SeededRandom(seed: seed, for: "1001sms codes")
        digits = SeededRandom(seed: seed, for: "1001sms numbers")
    }

    /// Such as `ord_k3f9x2ma`.
    mutating func orderID() -> String {
        while true {
            let letters = Array("abcdefghjkmnpqrstuvwxyz123456789")
            let code = "ord_" + String((0..<8).map { _ in letters[Int(codes.next() % 32)] })
            if used.insert(code).inserted { return code }
        }
    }

    /// The supplier's own id of an order: nine digits.
    mutating func supplierID() -> String {
        String(Int.random(in: 100_000_000...999_999_999, using: &codes))
    }

    /// Digits with the country code, no plus sign.
    mutating func number(in country: SMS1001Catalogue.Country) -> String {
        while true {
            var number = country.callingCode + country.prefix
            while number.count < country.callingCode.count + country.length {
                number += String(Int.random(in: 2...9, using: &digits))
            }
            if used.insert(number).inserted { return number }
        }
    }
}
