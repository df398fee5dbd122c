import GRDB
import Lines

/// When all is calm, no doubt is left that could be settled, and nothing due is pending.
struct NothingLeftOpen: Check {
    mutating func atAudit(of life: Life) throws {
        let doubts = try life.rows("SELECT id, kind, result FROM action WHERE state = 'doubt'")
        if let doubt = doubts.first {
            throw violated(
                "doubts settled",
                "\(doubt["kind"] as String) \(doubt["id"] as Int64) is still in doubt: "
                    + "\(doubt["result"] as String? ?? "").")
        }
        let late = (life.wallTime - .minutes(15)).milliseconds
        let stuck = try life.rows(
            """
            SELECT id, kind, state, due_at FROM action
            WHERE kind != 'forward' AND (state = 'running' OR (state = 'pending' AND due_at < ?))
            """, [late])
        if let action = stuck.first {
            throw violated(
                "nothing is stuck",
                "\(action["kind"] as String) \(action["id"] as Int64) is "
                    + "\(action["state"] as String).")
        }
        let doubtful = try life.number("SELECT COUNT(*) FROM line WHERE in_doubt = 1")
        guard doubtful == 0 else {
            throw violated("doubts settled", "\(doubtful) lines are in doubt without a doubt.")
        }
        let ordering = try life.number("SELECT COUNT(*) FROM line WHERE state = 'ordering'")
        guard ordering == 0 else {
            throw violated("nothing is stuck", "\(ordering) lines are still being ordered.")
        }
    }
}
