import GRDB
import Storage

/// The measurements of one burst.
struct BurstSample: Sendable {
    var count: Int
    var seconds: Double
    /// Total of all processes involved, in microseconds.
    var processorTime: Double
    var commits: Int?

    /// The duration of a burst according to a database: from the first message stored to the last
    /// forward delivered.
    ///
    /// - Parameter database: of a manager that has ended.
    static func seconds(in database: String, of count: Int) throws -> Double {
        let row = try Store(path: database).read {
            try Row.fetchOne(
                $0,
                sql: """
                    SELECT COUNT(*) AS count,
                        MAX(ended_at) - (SELECT MIN(stored_at) FROM message
                            WHERE code IS NOT NULL) AS took
                    FROM action WHERE kind = 'forward' AND channel = 'phone' AND state = 'done'
                    """)
        }
        guard let row, row["count"] == count, let took: Double = row["took"] else {
            throw BenchFailure("\(count) forwards should be done, and they are not.")
        }
        return took / 1000
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
