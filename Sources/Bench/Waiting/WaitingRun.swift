import Lines

/// The time of a message from the provider to a script when lines wait at the provider's limit:
/// the manager beside a plain poller, in virtual time, because real time would take hours.
///
/// Both have the same lines, the same messages at the same moments and the same network; the
/// manager is the real one with its default settings. Scripts take no time here: their cost is
/// measured elsewhere.
struct WaitingRun: Sendable {
    /// The machine has two cores that others use as well.
    private static let threads = 2

    let setup: WaitingSetup
    /// Which crowds to measure, such as `100`; all of them if empty.
    var sizes: Set<Int> = []
    /// The beginnings of the names of the providers to measure; all of them if empty.
    var names: [String] = []

    private enum Contender: CaseIterable, Sendable {
        case plain, manager
    }

    /// One contender with a crowd at one provider.
    private struct Cell: Hashable, Sendable {
        var row: Int
        var contender: Contender
    }

    /// A crowd at one provider.
    private struct Row: Sendable {
        var measured: MeasuredProvider
        var crowd: WaitingCrowd

        var name: String {
            let others = crowd.kind == .activation ? "rentals" : "activations"
            let beside = crowd.beside > 0 ? " beside \(crowd.beside) \(others)" : ""
            let quiet =
                crowd.quiet > .zero ? ", quiet for \(crowd.quiet.wholeSeconds / 60) min" : ""
            return measured.name + beside + quiet
        }
    }

    func measure() async throws -> [Table] {
        try setup.prepare()
        let rows = rows
        // The quickest first: if time is short, the largest are left out.
        var cells = rows.indices.sorted {
            (rows[$0].crowd.count, $0) < (rows[$1].crowd.count, $1)
        }.flatMap { row in Contender.allCases.map { Cell(row: row, contender: $0) } }
        let count = cells.count
        var outcomes: [Cell: Outcome] = [:]
        try await withThrowingTaskGroup(of: (Cell, Outcome)?.self) { group in
            group.addTask {
                try await Task.sleep(for: setup.longest)
                setup.interruption.come()
                return nil
            }
            for _ in 0..<Self.threads {
                let cell = cells.removeFirst()
                group.addTask { (cell, try await measure(cell, of: rows)) }
            }
            for try await measured in group {
                guard let (cell, outcome) = measured else { continue }
                outcomes[cell] = outcome
                guard outcomes.count < count else { break }
                guard !cells.isEmpty else { continue }
                let next = cells.removeFirst()
                group.addTask { (next, try await measure(next, of: rows)) }
            }
            group.cancelAll()
        }
        return [table(.activation, rows, outcomes), table(.rental, rows, outcomes)]
    }

    private var rows: [Row] {
        let crowds = WaitingCrowd.activations + WaitingCrowd.rentals
        let all = MeasuredProvider.all.filter { measured in
            names.isEmpty || names.contains { measured.name.hasPrefix($0) }
        }
        return all.flatMap { measured in
            crowds.filter { crowd in
                (sizes.isEmpty || sizes.contains(crowd.count))
                    && (crowd.rentals == 0 || !measured.rentals.isEmpty)
            }.map { Row(measured: measured, crowd: $0) }
        }
    }

    /// The contender's results; none if the time is over before the end.
    private func measure(_ cell: Cell, of rows: [Row]) async throws -> Outcome {
        let row = rows[cell.row]
        var outcome = Outcome()
        do {
            for round in 0..<row.crowd.rounds {
                outcome.add(
                    try await measure(row, cell.contender, seed: UInt64(1 + round) &* 1000))
            }
        } catch is CancellationError {
            try Task.checkCancellation()
            return Outcome()
        }
        return outcome
    }

    private func measure(
        _ row: Row, _ contender: Contender, seed: UInt64
    ) async throws -> Outcome {
        guard contender == .manager else {
            return try await setup.interruption.threading {
                try PlainPoller(
                    try WaitingOrders(row.crowd, at: row.measured, seed: seed), setup
                ).run()
            }
        }
        let (waiting, result) = try await setup.interruption.threading {
            let waiting = try WaitingOrders(row.crowd, at: row.measured, seed: seed)
            return (waiting, try ManagedOrders(waiting, setup).run())
        }
        return try result.outcome(of: waiting)
    }

    private func table(_ kind: LineKind, _ rows: [Row], _ outcomes: [Cell: Outcome]) -> Table {
        var table = Table(
            kind == .activation ? "waiting activations" : "listening rentals", "n", "median s",
            "worst s", "requests/code", "per minute", "429", "poller: median s", "worst s",
            "requests/code", "per minute", "429", "poller/manager")
        for (index, row) in rows.enumerated() where row.crowd.kind == kind {
            func outcome(_ contender: Contender) -> Outcome {
                outcomes[Cell(row: index, contender: contender)] ?? Outcome()
            }
            let (manager, plain) = (outcome(.manager), outcome(.plain))
            let ratio = plain.delays.median / manager.delays.median
            table.add(
                row.name,
                [String(row.crowd.count)] + figures(manager) + figures(plain) + [ratio.times])
        }
        table.note(
            "Virtual time, over a network of 40 to 120 ms; the codes arrive within ten minutes,")
        table.note(
            "and missed are those not noticed within twenty. No figures: there was no time left.")
        table.note(
            "Poller: asks about each line every 5 s, or in turns within the documented limit.")
        return table
    }

    private func figures(_ outcome: Outcome) -> [String] {
        let codes = outcome.delays.values.count
        return [
            outcome.delays.median.short,
            outcome.missed > 0 ? "\(outcome.missed) missed" : outcome.delays.most.short,
            outcome.requestsPerCode.short, outcome.requestsPerMinute.short,
            codes > 0 ? String(outcome.refused) : "-",
        ]
    }
}
