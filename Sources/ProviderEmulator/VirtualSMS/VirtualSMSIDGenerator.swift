import Lines
import Randomness

/// Generates the provider's identifiers: ids, secrets and phone numbers, each only once.
struct VirtualSMSIDGenerator: Sendable {
    private var codes: SeededRandom
    private var digits: SeededRandom
    private var used: Set<String> = []

    init(seed: UInt64) {
        codes = SeededRandom(seed: seed, for: "virtualsms codes")
        digits = SeededRandom(seed: seed, for: "virtualsms numbers")
    }

    /// Such as `3f2a91c0-7b1e-4d5f-8a6b-0c9d8e7f6a5b`.
    mutating func uuid() -> String {
        [hex(8), hex(4), "4" + hex(3), "8" + hex(3), hex(12)].joined(separator: "-")
    }

    /// Such as `evt_01ARZ3NDEKTSV4RRFFQ69G5FAV`: sorted by time of creation.
    mutating func eventID(at now: Instant) -> String {
        let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        var time = UInt64(max(0, now.milliseconds))
        var text = ""
        for _ in 0..<10 {
            text = String(letters[Int(time % 32)]) + text
            time /= 32
        }
        return "evt_" + text + String((0..<16).map { _ in letters[Int(codes.next() % 32)] })
    }

    mutating func secret() -> String { "whsec_" + hex(40) }

    /// Digits with the country code, no plus sign.
    mutating func number(in country: VirtualSMSCatalogue.Country) -> String {
        while true {
            var number = country.callingCode + country.prefix
            while number.count < country.callingCode.count + country.length {
                number += String(Int.random(in: 2...9, using: &digits))
            }
            if used.insert(number).inserted { return number }
        }
    }

    private mutating func hex(_ count: Int) -> String {
        let letters = Array("0123456789abcdef")
        return String((0..<count).map { _ in letters[Int(codes.next() % 16)] })
    }
}
