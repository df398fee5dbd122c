import GRDB
import Lines
import ProviderEmulator

/// The manager's ledger equals the provider's, entry by entry, for all that the manager did.
struct LedgerMatches: Check {
    private struct Sums: Equatable {
        var charged: Int64 = 0
        var returned: Int64 = 0
    }

    mutating func atAudit(of life: Life) throws {
        let twice = try life.rows(
            """
            SELECT action FROM ledger WHERE action IS NOT NULL AND kind = 'charge'
            GROUP BY action HAVING COUNT(*) > 1
            """)
        guard twice.isEmpty else { throw violated("ledger", "An action was charged twice.") }
        let rows = try life.rows("SELECT line, kind, amount FROM ledger")
        var ours: [Int64: Sums] = [:]
        for row in rows {
            let line: Int64 = row["line"] ?? 0
            if row["kind"] as String == "charge" {
                ours[line, default: Sums()].charged += row["amount"] as Int64
            } else {
                ours[line, default: Sums()].returned += row["amount"] as Int64
            }
        }
        let adopted = Set(
            try life.rows("SELECT id FROM line WHERE adopted = 1").map { $0["id"] as Int64 })
        var theirs: [Int64: Sums] = [:]
        var unclear: Set<Int64> = []
        for provider in life.providers {
            let known = try life.linesByProviderID(of: provider)
            _ = provider.lines()
            for movement in provider.movements {
                let entry = movement.entry
                guard let id = entry.line else { continue }
                guard let line = known[id] else {
                    guard movement.cause == .manager, entry.kind == .charge,
                        !provider.leftNoTrace(id)
                    else { continue }
                    throw violated(
                        "nothing bought is lost", "\(id), for \(entry.amount), is no line here.")
                }
                switch entry.kind {
                case .charge where movement.cause == .manager:
                    theirs[line, default: Sums()].charged += entry.amount.tenThousandths
                case .refund:
                    theirs[line, default: Sums()].returned += entry.amount.tenThousandths
                    // A rental returned on the website merely disappears.
                    if movement.cause == .website || !provider.account.profile.tells(of: movement) {
                        unclear.insert(line)
                    }
                default: break
                }
            }
        }
        for line in Set(ours.keys).union(theirs.keys).subtracting(adopted).sorted() {
            let (here, there) = (ours[line] ?? Sums(), theirs[line] ?? Sums())
            guard here.charged == there.charged,
                here.returned == there.returned || unclear.contains(line)
            else {
                throw violated(
                    "ledger",
                    "Line \(line): charged \(here.charged) and returned \(here.returned) here, "
                        + "\(there.charged) and \(there.returned) at the provider.")
            }
        }
    }
}

extension ProviderProfile {
    /// Whether the provider reports this refund.
    fileprivate func tells(of movement: SimulatedProvider.Movement) -> Bool {
        switch returning {
        case .told: true
        case .untoldAtExpiry: movement.cause != .provider
        case .untold: false
        }
    }
}
