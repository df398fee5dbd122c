/// Corrupts answers like hostile servers and bad connections, with a seed, so that a failure can be
/// reproduced.
struct AnswerCorruptor {
    private static let scraps = [
        "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "null", "true", "-", "1e999", "<html>",
        "99999999999999999999999999", "\u{202E}", "-9223372036854775808",
    ]

    private var state: UInt64
    private let scraps: [[UInt8]]

    /// - Parameter scraps: words of the protocol, which do the most damage in the wrong place.
    init(seed: UInt64, _ scraps: [String]) {
        state = seed
        self.scraps = (Self.scraps + scraps).map { Array($0.utf8) }
    }

    mutating func roll(_ sides: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(sides, 1)))
    }

    mutating func spoiled(_ sample: [UInt8]) -> [UInt8] {
        var bytes = sample
        for _ in 0...roll(4) {
            let place = roll(bytes.count)
            switch roll(5) {
            case 0 where !bytes.isEmpty: bytes[place] = UInt8(roll(256))
            case 1: bytes.removeLast(roll(bytes.count))
            case 2: bytes.insert(contentsOf: scraps[roll(scraps.count)], at: place)
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + roll(12)))
            default:
                let end = min(bytes.count, place + roll(60))
                bytes.insert(contentsOf: bytes[place..<end], at: roll(bytes.count))
            }
        }
        return bytes
    }
}
