import GRDB
import Lines

/// A forward is delivered at least once under one id, and nothing is forwarded without a decision.
struct Forwards: Check {
    mutating func atAudit(of life: Life) throws {
        guard life.receiver.contradictions.isEmpty else {
            throw violated(
                "one id", "\(life.receiver.contradictions[0]) came with different contents.")
        }
        let overdue = (life.wallTime - .minutes(10)).milliseconds
        let rows = try life.rows(
            "SELECT id, key, state, due_at FROM action WHERE kind = 'forward'")
        var known: Set<String> = []
        for row in rows {
            let key: String = row["key"]
            known.insert(key)
            switch row["state"] as String {
            case "done":
                guard life.receiver.received[key] != nil else {
                    throw violated("delivered", "\(key) counts as delivered and nobody has it.")
                }
            case "pending":
                guard row["due_at"] as Int64 > overdue else {
                    throw violated("delivered", "\(key) has been due for ten minutes.")
                }
            default:
                throw violated("delivered", "\(key) is \(row["state"] as String).")
            }
        }
        if let stray = life.receiver.received.keys.first(where: { !known.contains($0) }) {
            throw violated("decided once", "\(stray) was delivered and is not among the actions.")
        }
    }
}
