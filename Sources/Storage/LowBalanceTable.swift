package import GRDB
package import Lines

/// Which balances were reported as low, stored so that a restart does not report them again.
extension Store {
    package func lowBalances() throws(StoreError) -> Set<String> {
        try read { try String.fetchSet($0, sql: "SELECT account FROM low_balance") }
    }
}

extension Database {
    package func set(isLow: Bool, balanceOf account: String, at now: Instant) throws {
        guard isLow else {
            return try perform("DELETE FROM low_balance WHERE account = ?", [account])
        }
        try perform(
            """
            INSERT INTO low_balance (account, told_at) VALUES (?, ?) ON CONFLICT DO NOTHING
            """, [account, now])
    }
}
