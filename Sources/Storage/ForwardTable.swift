import GRDB
package import Lines

/// Forwards as their channels take them: what is due, held, or to be passed on.
extension Store {
    /// Forwards of a channel due by `now`, oldest first.
    package func forwards(
        to channel: String, dueBy now: Instant, limit: Int
    ) throws(StoreError) -> [Action] {
        try ask {
            try ActionRow.fetchAll(
                try $0.cachedStatement(
                    sql: """
                        SELECT * FROM action
                        WHERE kind = 'forward' AND channel = ? AND state = 'pending' AND due_at <= ?
                        ORDER BY due_at, id LIMIT ?
                        """),
                arguments: [channel, now, limit])
        }.map(\.action)
    }

    /// Forwards that nobody has taken by `now` and that go to the next channel, oldest first.
    package func forwards(toPassOnBy now: Instant, limit: Int) throws(StoreError) -> [Action] {
        try ask {
            try ActionRow.fetchAll(
                try $0.cachedStatement(
                    sql: """
                        SELECT * FROM action
                        WHERE kind = 'forward' AND state = 'pending' AND next_at IS NOT NULL
                            AND next_at <= ?
                        ORDER BY next_at, id LIMIT ?
                        """), arguments: [now, limit])
        }.map(\.action)
    }

    /// Forwards that wait for the digest of a channel, in the order in which they are due.
    package func forwards(
        heldForDigestOf channel: String, limit: Int
    ) throws(StoreError) -> [Action] {
        try ask {
            try ActionRow.fetchAll(
                try $0.cachedStatement(
                    sql: """
                        SELECT * FROM action
                        WHERE kind = 'forward' AND channel = ? AND state = 'pending'
                            AND held = 'digest'
                        ORDER BY due_at, id LIMIT ?
                        """), arguments: [channel, limit])
        }.map(\.action)
    }

    /// How many of a channel's latest forwards are looked at for the times at which it took them: one
    /// that was tried for days may be older than these.
    private static let mostLatest = 20_000

    /// When a channel was lately sent something that it took, the latest first. What was sent in one
    /// with others counts once, as that one.
    package func sendings(
        to channel: String, since: Instant, limit: Int
    ) throws(StoreError) -> [Instant] {
        try read {
            try Instant.fetchAll(
                $0,
                sql: """
                    SELECT ended_at FROM (SELECT ended_at, attempts FROM action
                        WHERE channel = ? AND state = 'done' ORDER BY id DESC LIMIT ?)
                    WHERE attempts > 0 AND ended_at > ? ORDER BY ended_at DESC LIMIT ?
                    """, arguments: [channel, Self.mostLatest, since, limit])
        }
    }

    /// Whether a forward was sent or is to be sent.
    package func isSent(forward key: String) throws(StoreError) -> Bool {
        try ask {
            try $0.exists(
                "SELECT 1 FROM action WHERE key = ? AND state NOT IN ('failed', 'dropped')", [key])
        }
    }

    /// Forwards that are held back, in the order in which they are due.
    package func heldForwards() throws(StoreError) -> [Action] {
        try ask {
            try ActionRow.fetchAll(
                $0,
                sql: """
                    SELECT * FROM action WHERE held IS NOT NULL AND state = 'pending'
                    ORDER BY due_at, id
                    """)
        }.map(\.action)
    }

    /// When the next forward goes to another channel if nobody takes it; nil if none does.
    package func nextPassing() throws(StoreError) -> Instant? {
        try ask {
            try Instant.fetchOne(
                try $0.cachedStatement(
                    sql: """
                        SELECT MIN(next_at) FROM action
                        WHERE kind = 'forward' AND state = 'pending' AND next_at IS NOT NULL
                        """))
        }
    }

    /// The latest forward that a script decided under a handle.
    package func forward(
        of script: String, called handle: String
    ) throws(StoreError) -> Action? {
        try ask {
            try ActionRow.fetchOne(
                try $0.cachedStatement(
                    sql: """
                        SELECT * FROM action WHERE origin = ? AND handle = ?
                        ORDER BY id DESC LIMIT 1
                        """), arguments: [script, handle])
        }?.action
    }

    /// When the next forward of a channel is due; nil if none is pending.
    package func nextForward(to channel: String) throws(StoreError) -> Instant? {
        try ask {
            try Instant.fetchOne(
                try $0.cachedStatement(
                    sql: """
                        SELECT MIN(due_at) FROM action
                        WHERE kind = 'forward' AND channel = ? AND state = 'pending'
                        """),
                arguments: [channel])
        }
    }
}
