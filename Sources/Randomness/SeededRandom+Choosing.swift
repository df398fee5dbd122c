/// Choices as the standard library maps draws to ranges: every value equally often.
extension SeededRandom {
    package mutating func number(in range: ClosedRange<Int>) -> Int {
        .random(in: range, using: &self)
    }

    /// True so many times in a hundred.
    package mutating func chance(percent: Int) -> Bool { number(in: 1...100) <= percent }

    package mutating func element<Value>(of values: [Value]) -> Value {
        values[number(in: 0...values.count - 1)]
    }
}
