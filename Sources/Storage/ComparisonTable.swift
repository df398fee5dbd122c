package import GRDB
package import Lines

/// A paid call that was made and that no balance has accounted for yet.
package struct OwedComparison: Equatable, Sendable {
    package var action: Action.ID
    package var account: String
    /// What it took or returned by its answer; nil if nothing was booked.
    package var booked: Money?
    /// When its outcome was recorded.
    package var since: Instant

    package init(action: Action.ID, account: String, booked: Money?, since: Instant) {
        self.action = action
        self.account = account
        self.booked = booked
        self.since = since
    }
}

extension Store {
    /// All that are owed, the oldest call first.
    package func owedComparisons() throws(StoreError) -> [OwedComparison] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM comparison ORDER BY action").map { row in
                OwedComparison(
                    action: row["action"], account: row["account"],
                    booked: Money(amount: row["booked"], currency: row["currency"]),
                    since: row["since"])
            }
        }
    }
}

extension Database {
    package func owe(_ comparison: OwedComparison) throws {
        try perform(
            """
            INSERT OR REPLACE INTO comparison (action, account, booked, currency, since)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                comparison.action, comparison.account, comparison.booked?.tenThousandths,
                comparison.booked?.currency, comparison.since,
            ])
    }

    /// The call was compared, or is not compared any more.
    package func oweNoComparison(of action: Action.ID) throws {
        try perform("DELETE FROM comparison WHERE action = ?", [action])
    }
}
