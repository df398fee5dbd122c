package import GRDB
import Lines

/// The clocks of providers, as they were last sure.
extension Store {
    /// How far the clock of each account's provider was ahead of the machine's.
    package func clocks() throws(StoreError) -> [String: Duration] {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT account, ahead FROM clock")
            return Dictionary(
                uniqueKeysWithValues: rows.map {
                    ($0["account"] as String, .milliseconds($0["ahead"] as Int64))
                })
        }
    }
}

extension Database {
    package func set(clock ahead: Duration, of account: String) throws {
        try perform(
            """
            INSERT INTO clock (account, ahead) VALUES (?1, ?2)
            ON CONFLICT (account) DO UPDATE SET ahead = ?2
            """, [account, ahead.milliseconds])
    }
}
