import Randomness

/// Spoils bytes without knowing what they mean: flips, cuts, repeats, and scraps put in.
struct ByteMutator {
    /// Byte sequences with a meaning for the current reader.
    let scraps: [[UInt8]]

    init(scraps: [String]) {
        self.scraps = scraps.map { Array($0.utf8) } + Hostile.bytes
    }

    /// The same bytes with one to eight things done to them.
    func spoiled(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = sample
        for _ in 0...random.count(upTo: 7) { spoil(&bytes, &random) }
        return bytes
    }

    private func spoil(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let place = random.roll(bytes.count + 1)
        switch random.roll(9) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.roll(8))
        case 1 where place < bytes.count: bytes[place] = UInt8(random.roll(256))
        case 2: bytes.removeLast(bytes.count - place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + random.count(upTo: 64)))
        case 4:
            let piece = bytes[place..<min(bytes.count, place + random.count(upTo: 200))]
            bytes.insert(contentsOf: Array(piece), at: random.roll(bytes.count + 1))
        case 5:
            let piece = Array(bytes[place..<min(bytes.count, place + 1 + random.roll(16))])
            for _ in 0..<min(random.count(upTo: 2000), 20_000 / max(1, piece.count)) {
                bytes.insert(contentsOf: piece, at: place)
            }
        case 6: bytes.insert(contentsOf: Array(random.pick(Hostile.numbers).utf8), at: place)
        case 7: bytes.insert(contentsOf: Array(random.pick(Hostile.texts).utf8), at: place)
        default: bytes.insert(contentsOf: random.pick(scraps), at: place)
        }
    }
}
