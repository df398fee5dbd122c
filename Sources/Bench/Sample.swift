/// Measured values of one quantity, and their statistics.
struct Sample: Sendable {
    private(set) var values: [Double] = []

    init(_ values: [Double] = []) {
        self.values = values
    }

    mutating func add(_ value: Double) { values.append(value) }

    var median: Double { percentile(50) }
    var most: Double { values.max() ?? .nan }

    /// The smallest value that is at least as large as this percentage of all values.
    func percentile(_ percent: Double) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let rank = (percent / 100 * Double(sorted.count)).rounded(.up)
        return sorted[min(max(Int(rank) - 1, 0), sorted.count - 1)]
    }

    /// The ratio to another sample, pair by pair, so that common influences cancel out.
    func ratio(to other: Sample) -> Double {
        Sample(zip(values, other.values).map { $0 / $1 }).median
    }
}
