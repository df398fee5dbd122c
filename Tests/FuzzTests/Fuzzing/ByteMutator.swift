/// Mutates bytes without knowing their meaning: flips, cuts, repeats and inserts.
struct ByteMutator {
    /// Byte sequences with a meaning for the current reader.
    let scraps: [[UInt8]]

    init(scraps: [String]) {
        self.scraps = scraps.map { Array($0.utf8) } + Hostile.bytes
    }

    /// The bytes after one to eight mutations.
    func spoiled(_ sample: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var bytes = sample
        for _ in 0...dice.count(upTo: 7) { spoil(&bytes, &dice) }
        return bytes
    }

    private func spoil(_ bytes: inout [UInt8], _ dice: inout Dice) {
        let place = dice.roll(bytes.count + 1)
        switch dice.roll(9) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(dice.roll(8))
        case 1 where place < bytes.count: bytes[place] = UInt8(dice.roll(256))
        case 2: bytes.removeLast(bytes.count - place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + dice.count(upTo: 64)))
        case 4:
            let piece = bytes[place..<min(bytes.count, place + dice.count(upTo: 200))]
            bytes.insert(contentsOf: Array(piece), at: dice.roll(bytes.count + 1))
        case 5:
            let piece = Array(bytes[place..<min(bytes.count, place + 1 + dice.roll(16))])
            for _ in 0..<min(dice.count(upTo: 2000), 20_000 / max(1, piece.count)) {
                bytes.insert(contentsOf: piece, at: place)
            }
        case 6: bytes.insert(contentsOf: Array(dice.pick(Hostile.numbers).utf8), at: place)
        case 7: bytes.insert(contentsOf: Array(dice.pick(Hostile.texts).utf8), at: place)
        default: bytes.insert(contentsOf: dice.pick(scraps), at: place)
        }
    }
}
