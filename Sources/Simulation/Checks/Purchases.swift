import GRDB
import Lines
import ProviderEmulator
import Providers

/// Nothing is bought twice: each purchase at the provider is one line here that was ordered once.
struct Purchases: Check {
    mutating func atAudit(of life: Life) throws {
        var lines: Set<Int64> = []
        // If two purchases are in doubt at once and nothing lists them, the person claims those
        // that were made.
        var takenUp: Set<Int64> = []
        let adopted = Set(
            try life.rows("SELECT id FROM line WHERE adopted = 1").map { $0["id"] as Int64 })
        for provider in life.providers {
            let known = try life.linesByProviderID(of: provider)
            for id in provider.boughtByManager.sorted() {
                guard let line = known[id] else {
                    if provider.leftNoTrace(id) { continue }
                    throw violated(
                        "nothing bought is lost", "\(id) was bought and is no line here.")
                }
                lines.insert(line)
                if !provider.account.profile.capabilities.offers(.listActive) {
                    takenUp.formUnion(adopted.intersection([line]))
                }
            }
        }
        let bought = try life.rows(
            """
            SELECT line FROM action WHERE kind IN ('order', 'rent') AND state = 'done'
            """
        ).map { $0["line"] as Int64 }
        guard Set(bought).count == bought.count else {
            throw violated("bought once", "A line was bought by two actions.")
        }
        // Another code may continue a line under a new id: one line, many ids.
        guard Set(bought) == lines.subtracting(takenUp) else {
            throw violated(
                "bought once",
                "Bought at the provider and not by one action each: "
                    + "\(lines.subtracting(takenUp).symmetricDifference(bought).sorted()).")
        }
    }
}

extension SimulatedProvider {
    /// Whether a purchase looks as if it had never been made: nothing lists it, and its money is
    /// back.
    func leftNoTrace(_ id: String) -> Bool {
        guard !account.profile.capabilities.offers(.listActive) else { return false }
        let paid = movements.filter { $0.entry.line == id }.reduce(Int64(0)) { paid, movement in
            let amount = movement.entry.amount.tenThousandths
            return paid + (movement.entry.kind == .charge ? amount : -amount)
        }
        return paid == 0
    }
}
