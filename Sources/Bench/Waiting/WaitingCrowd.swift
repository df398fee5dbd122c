import Lines

/// Which lines wait at a provider, and when their messages come: one row of a table.
struct WaitingCrowd: Sendable {
    /// The lines whose messages are measured, and those that only share the budget.
    var kind: LineKind
    var count: Int
    var beside = 0
    /// Repetitions with other messages at other times: few messages give little evidence.
    var rounds: Int
    /// How long nothing comes after the purchase.
    var quiet = Duration.zero

    var activations: Int { kind == .activation ? count : beside }
    var rentals: Int { kind == .rental ? count : beside }

    static let activations = [
        WaitingCrowd(kind: .activation, count: 1, rounds: 40),
        WaitingCrowd(kind: .activation, count: 2, rounds: 20),
        WaitingCrowd(kind: .activation, count: 3, rounds: 14),
        WaitingCrowd(kind: .activation, count: 4, rounds: 12),
        WaitingCrowd(kind: .activation, count: 5, rounds: 12),
        WaitingCrowd(kind: .activation, count: 5, beside: 5, rounds: 12),
        WaitingCrowd(kind: .activation, count: 10, rounds: 12),
        WaitingCrowd(kind: .activation, count: 100, rounds: 1),
        WaitingCrowd(kind: .activation, count: 1000, rounds: 1),
    ]

    static let rentals = [
        WaitingCrowd(kind: .rental, count: 1, rounds: 40),
        WaitingCrowd(kind: .rental, count: 2, rounds: 20),
        WaitingCrowd(kind: .rental, count: 3, rounds: 14),
        WaitingCrowd(kind: .rental, count: 4, rounds: 12),
        WaitingCrowd(kind: .rental, count: 5, rounds: 12),
        WaitingCrowd(kind: .rental, count: 5, beside: 5, rounds: 12),
        WaitingCrowd(kind: .rental, count: 5, rounds: 4, quiet: .minutes(30)),
    ]
}
