package import GRDB
package import Lines

extension Database {
    /// Moves the lines of a renamed account, with all that belongs to them, to the new name.
    ///
    /// - Parameter taken: those lines, already under the new account.
    package func move(_ taken: [Line], from old: String, to new: String) throws {
        for line in taken { try handOver(line, from: old, to: new) }
        try perform("DELETE FROM silence WHERE account = ?", [old])
        try perform("DELETE FROM low_balance WHERE account = ?", [old])
        try perform("DELETE FROM push WHERE account = ?", [old])
        try moveLedger(from: old, to: new)
    }

    /// Moves one line with its messages to another account, which leaves the first one as it is.
    package func handOver(_ line: Line, from old: String, to new: String) throws {
        try update(line)
        try perform(
            "UPDATE OR IGNORE line_provider_id SET account = ? WHERE account = ? AND line = ?",
            [new, old, line.id])
        try perform(
            "DELETE FROM line_provider_id WHERE account = ? AND line = ?", [old, line.id])
        try perform("UPDATE message SET account = ? WHERE line = ?", [new, line.id])
    }

    /// Past spending is kept and counts towards the limits of the new name. Nothing else may change
    /// the ledger, so the trigger that forbids it is restored in the same transaction.
    private func moveLedger(from old: String, to new: String) throws {
        let guardian = "ledger_is_append_only_update"
        let text = try String.fetchOne(
            self, sql: "SELECT sql FROM sqlite_schema WHERE name = ?", arguments: [guardian])
        try execute(sql: "DROP TRIGGER \(guardian)")
        try execute(sql: "UPDATE ledger SET account = ? WHERE account = ?", arguments: [new, old])
        if let text { try execute(sql: text) }
    }
}
