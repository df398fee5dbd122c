import Keeping
import Lines
import ProviderEmulator
import VirtualTime

/// No spending limit is exceeded, and no provider is sent more requests than its budget.
struct Limits: Check {
    private var seen: [String: Int] = [:]

    mutating func afterStep(of life: Life) throws {
        for provider in life.providers {
            try checkRequests(of: provider)
            let movements = provider.movements
            let from = seen[provider.account.name] ?? 0
            seen[provider.account.name] = movements.count
            let isNew = movements[from...].contains {
                $0.cause == .manager && $0.entry.kind == .charge
            }
            guard isNew else { continue }
            if let limit = provider.account.spendingPerDay {
                try check(limit, [provider], in: life)
            }
            if let limit = life.scenario.settings.spendingPerDay {
                try check(limit, life.providers, in: life)
            }
        }
    }

    private func checkRequests(of provider: SimulatedProvider) throws {
        let rate = provider.account.requestsPerSecond
        // Catalogue and balance requests by a person are outside the budget.
        let most = Int(rate * 60 + max(4, rate * 2)) + 30
        guard provider.requests.count <= most else {
            throw violated(
                "budget",
                "\(provider.requests.count) requests to \(provider.account.name) in a minute."
            )
        }
    }

    private func check(_ limit: Money, _ providers: [SimulatedProvider], in life: Life) throws {
        // After a change of the clock, the manager's day differs from ours.
        if let stepped = life.clockSteppedAt, life.executor.uptime - stepped < .hours(48) { return }
        var lines: [String: Int64] = [:]
        for provider in providers {
            for movement in provider.movements.reversed() {
                guard life.executor.uptime - movement.at < .hours(23) + .minutes(59) else { break }
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
