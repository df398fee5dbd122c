import Randomness

/// The chance of one input, so that an input that broke something can be had again by its number.
extension SeededRandom {
    /// Depends on nothing that was drawn before it.
    init(seed: UInt64, target: String, index: Int) {
        let target = target.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        var mixed = SeededRandom(seed: target)
        self.init(
            seed: mixed.next() ^ UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15)
    }
}
