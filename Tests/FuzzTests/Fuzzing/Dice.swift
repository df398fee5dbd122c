/// A seeded random generator, so that an input can be reproduced by its number.
///
/// SplitMix64: a few nanoseconds a number, and any two seeds are far apart.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// The generator of one input, independent of all earlier ones.
    init(seed: UInt64, target: String, index: Int) {
        state = seed
        for byte in target.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        state = next() ^ UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number in 0..<sides; 0 if there are none.
    mutating func roll(_ sides: Int) -> Int {
        sides <= 1 ? 0 : Int(next() % UInt64(sides))
    }

    /// True with a probability of 1 in `times`.
    mutating func oneIn(_ times: Int) -> Bool { roll(times) == 0 }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[roll(items.count)] }

    /// Usually small, sometimes large: a number of repetitions.
    mutating func count(upTo most: Int) -> Int {
        let bits = Int.bitWidth - most.leadingZeroBitCount
        return min(roll(1 << roll(bits + 1)), most)
    }
}
