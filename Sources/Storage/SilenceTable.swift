package import GRDB
package import Lines

/// Which providers do not answer, stored so that a restart does not begin to count again.
extension Store {
    /// Silences by account.
    ///
    /// - Parameter now: when asking begins again.
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
    /// Writes how long an account's provider has not answered; nil if it answers.
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
