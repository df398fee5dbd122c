import Randomness

/// All random choices of one simulated life, from its seed alone: the same seed gives the same
/// life. One life runs on one thread, so sharing it is safe.
package final class Chance: RandomNumberGenerator, @unchecked Sendable {
    private var random: SeededRandom

    /// Seeds that follow each other begin far apart.
    package init(seed: UInt64) {
        random = SeededRandom(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x2545_F491_4F6C_DD1D)
    }

    package func next() -> UInt64 { random.next() }

    /// In 0..<upperBound; the bias does not matter here.
    package func below(_ upperBound: UInt64) -> UInt64 { next() % max(1, upperBound) }

    package func below(_ upperBound: Int) -> Int { Int(below(UInt64(max(1, upperBound)))) }

    /// In 0..<1.
    package func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

    package func happens(_ probability: Double) -> Bool { fraction() < probability }

    package func one<Element>(of choices: [Element]) -> Element { choices[below(choices.count)] }

    /// A random pause with the given mean: short ones often, long ones seldom.
    package func wait(mean: Duration) -> Duration {
        mean * -_log(1 - fraction())
    }

    package func between(_ low: Duration, _ high: Duration) -> Duration {
        low + (high - low) * fraction()
    }

    /// The natural logarithm without the C library, whose last bit may differ between machines, so
    /// that a seed would mean another life there.
    private func _log(_ value: Double) -> Double {
        // value = m * 2^e with m in [1, 2); ln m by the series of artanh.
        let exponent = Double(value.exponent)
        let mantissa = value.significand
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var term = ratio
        var sum = 0.0
        var divisor = 1.0
        while divisor < 40 {
            sum += term / divisor
            term *= square
            divisor += 2
        }
        return exponent * 0.693_147_180_559_945_3 + 2 * sum
    }
}
