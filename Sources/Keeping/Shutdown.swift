import Lines

/// The end of a run: from its first moment on nothing is begun that costs or returns money, and what is
/// under way is waited for.
struct Shutdown: Sendable {
    /// Since when it has been coming; nil while the manager runs.
    private(set) var since: Instant?
    /// How many calls that cost or return money are under way.
    private(set) var paidCalls = 0

    var isComing: Bool { since != nil }

    mutating func begin(at now: Instant) { since = since ?? now }

    /// A call that costs or returns money is about to be made; false when it must not be, because
    /// the end waits for the ones that are under way and not for ones still to be made.
    mutating func beginPaidCall() -> Bool {
        guard !isComing else { return false }
        paidCalls += 1
        return true
    }

    mutating func endPaidCall() { paidCalls -= 1 }

    /// How many paid calls were given up on since it began: their outcome is unknown.
    func leftInDoubt(of open: [OpenAction]) -> Int {
        guard let since else { return 0 }
        return open.count { action in
            guard action.kind.movesMoney else { return false }
            return action.state == .running
                || action.state == .doubt && action.details.doubtSince.map { $0 >= since } ?? false
        }
    }
}
