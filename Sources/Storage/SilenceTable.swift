package import GRDB
package import Lines

/// Which providers do not answer, so that a start does not begin to count anew.
extension Store {
    /// By account.
    ///
    /// - Parameter now: when they begin to be asked again.
    package func silences(now: Instant) throws(StoreError) -> [String: Silence] {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT * FROM silence")
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    (
                        row["account"] as String,
                        Silence(
                            since: row["since"], asked: .milliseconds(row["asked"] as Int64),
                            now: now)
                    )
                })
        }
    }
}

extension Database {
    /// Writes how long an account's provider has been silent; nil when it answers.
    package func set(_ silence: Silence?, of account: String) throws {
        guard let silence else {
            return try perform("DELETE FROM silence WHERE account = ?", [account])
        }
        try perform(
            """
            INSERT INTO silence (account, since, asked) VALUES (?1, ?2, ?3)
            ON CONFLICT (account) DO UPDATE SET since = ?2, asked = ?3
            """, [account, silence.since, silence.asked.milliseconds])
    }
}
