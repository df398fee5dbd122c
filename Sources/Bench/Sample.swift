/// Measured values of one thing, and what is said of them.
struct Sample: Sendable {
    private(set) var values: [Double] = []

    init(_ values: [Double] = []) {
        self.values = values
    }

    mutating func add(_ value: Double) { values.append(value) }

    var median: Double { percentile(50) }
    var most: Double { values.max() ?? .nan }

    /// The smallest value that so many percent of all are not above.
    func percentile(_ percent: Double) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let rank = (percent / 100 * Double(sorted.count)).rounded(.up)
        return sorted[min(max(Int(rank) - 1, 0), sorted.count - 1)]
    }

    /// How many times as much as another, pair by pair: what the two had in common falls out.
    func ratio(to other: Sample) -> Double {
        Sample(zip(values, other.values).map { $0 / $1 }).median
    }
}
