/// Choices by the remainder of one draw: as fast as can be, and the same in every version of Swift.
extension SeededRandom {
    /// A number in 0..<sides; 0 where there are none.
    package mutating func roll(_ sides: Int) -> Int {
        sides <= 1 ? 0 : Int(next() % UInt64(sides))
    }

    /// True once in so many times.
    package mutating func oneIn(_ times: Int) -> Bool { roll(times) == 0 }

    package mutating func pick<Item>(_ items: [Item]) -> Item { items[roll(items.count)] }

    /// Small mostly, large now and then: how often something is repeated.
    package mutating func count(upTo most: Int) -> Int {
        let bits = Int.bitWidth - most.leadingZeroBitCount
        return min(roll(1 << roll(bits + 1)), most)
    }
}
