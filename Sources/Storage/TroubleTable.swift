package import GRDB
package import Lines

/// Troubles, stored so that a restart neither tells them again nor forgets to tell their end.
extension Store {
    /// Those that are open, and the latest of those that have ended: the latest first.
    package func troubles() throws(StoreError) -> [TroubleEntry] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT * FROM trouble ORDER BY since DESC, kind, subject LIMIT 10000")
            return rows.compactMap(TroubleEntry.init(row:))
        }
    }

    /// How many of the latest events are searched for alerts: far more than there are in an hour.
    private static let searched = 50_000

    /// When alerts were sent, so that a restart does not allow more of them.
    package func alerts(since: Instant) throws(StoreError) -> [Instant] {
        try read {
            try Instant.fetchAll(
                $0,
                sql: """
                    SELECT at FROM event
                    WHERE id > (SELECT MAX(id) FROM event) - \(Self.searched)
                        AND kind = 'alert' AND at > ?
                    ORDER BY id
                    """, arguments: [since])
        }
    }
}

extension Database {
    /// Ended troubles that are kept, for a person who asks what there was.
    private static let keptEnded = 200

    package func set(_ entry: TroubleEntry) throws {
        guard let opened = entry.openedAt else { return }
        let trouble = entry.trouble
        try perform(
            """
            INSERT OR REPLACE INTO trouble (kind, subject, text, remedy, over, since, opened_at,
                told, ended_at, end_told, returns)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                trouble.kind.rawValue, trouble.subject, trouble.text, trouble.remedy, trouble.over,
                entry.since, opened, entry.isTold, entry.endedAt, entry.isEndTold, entry.returns,
            ])
        guard entry.endedAt != nil else { return }
        try perform(
            """
            DELETE FROM trouble WHERE ended_at < (
                SELECT ended_at FROM trouble WHERE ended_at IS NOT NULL
                ORDER BY ended_at DESC LIMIT 1 OFFSET ?)
            """, [Self.keptEnded])
    }
}

extension TroubleEntry {
    /// Nil for a kind of a later version.
    fileprivate init?(row: Row) {
        guard let kind = Trouble.Kind(rawValue: row["kind"]) else { return nil }
        let trouble = Trouble(
            kind, row["subject"], row["text"], remedy: row["remedy"], over: row["over"])
        self.init(trouble, since: row["since"])
        openedAt = row["opened_at"]
        isTold = row["told"]
        endedAt = row["ended_at"]
        isEndTold = row["end_told"]
        returns = row["returns"]
    }
}
