import Accounts
import Lines

/// The end of a run: from its first moment, no call that costs or returns money is begun, and
/// running ones are awaited.
struct Shutdown: Sendable {
    /// When the shutdown began; nil while the manager runs.
    private(set) var since: Instant?
    /// The number of running calls that cost or return money.
    private(set) var paidCalls = 0

    var isComing: Bool { since != nil }

    mutating func begin(at now: Instant) { since = since ?? now }

    /// Registers a call that costs or returns money; false if it must not be made, because the
    /// shutdown waits for running calls and not for new ones.
    mutating func beginPaidCall() -> Bool {
        guard !isComing else { return false }
        paidCalls += 1
        return true
    }

    mutating func endPaidCall() { paidCalls -= 1 }

    /// How many paid calls were abandoned in the shutdown: their outcome is unknown.
    func leftInDoubt(of open: [OpenAction]) -> Int {
        guard let since else { return 0 }
        return open.count { action in
            guard action.kind.movesMoney else { return false }
            return action.state == .running
                || action.state == .doubt && action.details.doubtSince.map { $0 >= since } ?? false
        }
    }
}
