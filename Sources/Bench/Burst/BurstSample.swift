import Storage

/// How one burst went.
struct BurstSample: Sendable {
    var count: Int
    var seconds: Double
    /// Of all processes that took part, in microseconds.
    var processorTime: Double
    var commits: Int?

    /// What a database says of a burst: from the first message stored to the last forward delivered.
    ///
    /// - Parameter database: of a manager that has ended.
    static func seconds(in database: String, of count: Int) async throws -> Double {
        let table = try await Store(path: database).query(
            """
            SELECT COUNT(*), MAX(ended_at) - (SELECT MIN(stored_at) FROM message)
            FROM action WHERE kind = 'forward' AND channel = 'phone' AND state = 'done'
            """, limit: 1)
        let values = table.rows.first?.map { $0.flatMap { Double($0) } } ?? []
        guard values.count == 2, values[0] == Double(count), let milliseconds = values[1] else {
            throw BenchFailure("\(count) forwards should be done, and there are \(values).")
        }
        return milliseconds / 1000
    }
}

/// All bursts of one contender.
struct BurstSamples: Sendable {
    private(set) var rates = Sample()
    private(set) var processorTimes = Sample()
    private(set) var commits = Sample()

    mutating func add(_ sample: BurstSample) {
        let count = Double(sample.count)
        rates.add(count / sample.seconds)
        processorTimes.add(sample.processorTime / count)
        if let written = sample.commits { commits.add(Double(written) / count) }
    }
}
