import Lines

/// The time of a code from the provider to a script when many are awaited at the provider's limit:
/// the manager beside a plain poller, in virtual time, because real time would take hours.
///
/// Both have the same orders, the same codes at the same moments and the same network; the manager
/// is the real one with its default settings. Scripts take no time here: their cost is measured
/// elsewhere.
struct WaitingRun: Sendable {
    /// The number of waiting orders and of rounds: few codes give little evidence.
    private static let sizes: [(orders: Int, rounds: Int)] = [
        (1, 40), (10, 12), (100, 1), (1000, 1),
    ]
    /// The machine has two cores that others use as well.
    private static let threads = 2

    let setup: WaitingSetup

    private enum Contender: CaseIterable, Sendable {
        case plain, manager
    }

    /// One contender with a number of orders at one provider.
    private struct Cell: Hashable, Sendable {
        var measured: Int
        var size: Int
        var contender: Contender
    }

    func measure() async throws -> Table {
        try setup.prepare()
        // The quickest first: if time is short, the largest are left out.
        var cells = Contender.allCases.flatMap { contender in
            Self.sizes.indices.flatMap { size in
                MeasuredProvider.all.indices.map {
                    Cell(measured: $0, size: size, contender: contender)
                }
            }
        }
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
                group.addTask { (cell, try await measure(cell)) }
            }
            for try await measured in group {
                guard let (cell, outcome) = measured else { continue }
                outcomes[cell] = outcome
                guard outcomes.count < count else { break }
                guard !cells.isEmpty else { continue }
                let next = cells.removeFirst()
                group.addTask { (next, try await measure(next)) }
            }
            group.cancelAll()
        }
        return table(outcomes)
    }

    /// The contender's results; none if the time is over before the end.
    private func measure(_ cell: Cell) async throws -> Outcome {
        var outcome = Outcome()
        do {
            for round in 0..<Self.sizes[cell.size].rounds {
                outcome.add(try await measure(cell, seed: UInt64(1 + round) &* 1000))
            }
        } catch is CancellationError {
            try Task.checkCancellation()
            return Outcome()
        }
        return outcome
    }

    private func measure(_ cell: Cell, seed: UInt64) async throws -> Outcome {
        let orders = Self.sizes[cell.size].orders
        let measured = MeasuredProvider.all[cell.measured]
        guard cell.contender == .manager else {
            return try await setup.interruption.threading {
                try PlainPoller(try WaitingOrders(orders, at: measured, seed: seed), setup).run()
            }
        }
        let (waiting, result) = try await setup.interruption.threading {
            let waiting = try WaitingOrders(orders, at: measured, seed: seed)
            return (waiting, try ManagedOrders(waiting, setup).run())
        }
        return try result.outcome(of: waiting)
    }

    private func table(_ outcomes: [Cell: Outcome]) -> Table {
        var table = Table(
            "waiting activations", "n", "median s", "worst s", "requests/code", "429",
            "poller: median s", "worst s", "requests/code", "429", "poller/manager")
        for measured in MeasuredProvider.all.indices {
            for size in Self.sizes.indices {
                func outcome(_ contender: Contender) -> Outcome {
                    outcomes[Cell(measured: measured, size: size, contender: contender)]
                        ?? Outcome()
                }
                let (manager, plain) = (outcome(.manager), outcome(.plain))
                let ratio = plain.delays.median / manager.delays.median
                table.add(
                    MeasuredProvider.all[measured].name,
                    [String(Self.sizes[size].orders)] + figures(manager) + figures(plain) + [
                        ratio.times
                    ])
            }
        }
        table.note(
            "Virtual time, over a network of 40 to 120 ms; the codes arrive within ten minutes,")
        table.note(
            "and missed are those not noticed within twenty. No figures: there was no time left.")
        table.note(
            "Poller: asks about each order every 5 s, or in turns within the documented limit.")
        return table
    }

    private func figures(_ outcome: Outcome) -> [String] {
        let codes = outcome.delays.values.count
        return [
            outcome.delays.median.short,
            outcome.missed > 0 ? "\(outcome.missed) missed" : outcome.delays.most.short,
            outcome.requestsPerCode.short, codes > 0 ? String(outcome.refused) : "-",
        ]
    }
}
