/// Rates of all rounds on one kind of storage, and their table.
struct ThroughputSamples: Sendable {
    enum Contender: CaseIterable, Sendable {
        case single, lists, delivered, rows, rowsOfLists, rowsAtOnce, luaProcess, flush
    }

    private var rates: [Contender: Sample] = [:]
    private var runs: [Contender: [Pipeline.Run]] = [:]

    mutating func add(_ contender: Contender, _ rate: Double) {
        rates[contender, default: Sample()].add(rate)
    }

    mutating func add(_ contender: Contender, _ run: Pipeline.Run) {
        add(contender, run.rate)
        runs[contender, default: []].append(run)
    }

    static func tables(
        disk: ThroughputSamples, memory: ThroughputSamples?, listSize: Int
    ) -> [Table] {
        var rates = Table(
            "messages a second", "on disk", "Linekeeper is", "no disk", "Linekeeper is")
        for contender in Contender.allCases {
            let stores = [disk] + (memory.map { [$0] } ?? [])
            guard stores.contains(where: { $0.rates[contender] != nil }) else { continue }
            rates.add(contender.name(listSize), stores.flatMap { $0.cells(contender) })
        }
        rates.note("Each message: stored, seen by three scripts, one forward in the outbox.")
        rates.note("SQLite in C inserts the same rows in as many transactions, in the same round.")
        if disk.rates[.luaProcess] == nil { rates.note("There is no lua5.4 here to compare to.") }
        return [rates, (memory ?? disk).costs(listSize, isDisk: memory == nil)]
    }

    private func cells(_ contender: Contender) -> [String] {
        guard let rate = rates[contender] else { return ["-", ""] }
        guard let ours = contender.isComparedTo.flatMap({ rates[$0] }) else {
            return [rate.median.short, ""]
        }
        return [rate.median.short, ours.ratio(to: rate).times]
    }

    /// The cost of one message by resource.
    private func costs(_ listSize: Int, isDisk: Bool) -> Table {
        var table = Table(
            "one message takes\(isDisk ? "" : " (no disk)")", "commits", "manager us", "worker us",
            "elapsed us")
        for contender in [Contender.single, .lists, .delivered] {
            let runs = runs[contender] ?? []
            func each(_ value: (Pipeline.Run) -> Double) -> String {
                Sample(runs.map { value($0) / Double($0.messages) }).median.short
            }
            table.add(
                contender.name(listSize),
                [
                    each { Double($0.commits) }, each(\.managerTime), each(\.workerTime),
                    each { $0.seconds * 1e6 },
                ])
        }
        return table
    }
}

extension ThroughputSamples.Contender {
    /// Linekeeper's own rate that is compared with this one.
    fileprivate var isComparedTo: Self? {
        switch self {
        case .rows, .rowsAtOnce, .luaProcess: .single
        case .rowsOfLists: .lists
        case .single, .lists, .delivered, .flush: nil
        }
    }

    fileprivate func name(_ listSize: Int) -> String {
        switch self {
        case .single: "Linekeeper, messages one by one"
        case .lists: "Linekeeper, in lists of \(listSize)"
        case .delivered: "Linekeeper, one by one, delivered to a file"
        case .rows: "SQLite in C, as one by one"
        case .rowsOfLists: "SQLite in C, as in lists"
        case .rowsAtOnce: "SQLite in C, one transaction for all"
        case .luaProcess: "a lua5.4 process each, nothing stored"
        case .flush: "flushes of 4 KiB the storage allows"
        }
    }
}
