import Keeping
import Lines
import ProviderEmulator
import VirtualTime

/// No spending limit is exceeded, and no provider is sent more requests than its budget.
struct Limits: Check {
    private var seen: [String: Int] = [:]

    mutating func afterStep(of life: Life) throws {
        for remote in life.remotes {
            try checkRequests(of: remote)
            let movements = remote.movements
            let from = seen[remote.account.name] ?? 0
            seen[remote.account.name] = movements.count
            let isNew = movements[from...].contains {
                $0.cause == .manager && $0.entry.kind == .charge
            }
            guard isNew else { continue }
            if let limit = remote.account.spendingPerDay {
                try check(limit, [remote], in: life)
            }
            if let limit = life.scenario.settings.spendingPerDay {
                try check(limit, life.remotes, in: life)
            }
        }
    }

    private func checkRequests(of remote: Remote) throws {
        let rate = remote.account.requestsPerSecond
        // Catalogue and balance requests by a person are outside the budget.
        let most = Int(rate * 60 + max(4, rate * 2)) + 30
        guard remote.requests.count <= most else {
            throw violated(
                "budget", "\(remote.requests.count) requests to \(remote.account.name) in a minute."
            )
        }
    }

    private func check(_ limit: Money, _ remotes: [Remote], in life: Life) throws {
        // After a change of the clock, the manager's day differs from ours.
        if let stepped = life.clockSteppedAt, life.steps.uptime - stepped < .hours(48) { return }
        var lines: [String: Int64] = [:]
        for remote in remotes {
            for movement in remote.movements.reversed() {
                guard life.steps.uptime - movement.at < .hours(23) + .minutes(59) else { break }
                guard let line = movement.entry.line else { continue }
                if movement.entry.kind == .charge, movement.cause == .manager {
                    lines[line, default: 0] += movement.entry.amount.tenThousandths
                } else if movement.entry.kind == .refund {
                    lines[line, default: 0] -= movement.entry.amount.tenThousandths
                }
            }
        }
        let spent = lines.values.reduce(0) { $0 + max(0, $1) }
        guard spent <= limit.tenThousandths else {
            throw violated(
                "spending limit", "\(spent) of \(limit.tenThousandths) was spent in a day.")
        }
    }
}
