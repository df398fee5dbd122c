import GRDB
package import Lines

/// What is wrong with a channel's forwards, asked every few seconds.
package struct ForwardTroubles: Equatable, Sendable {
    /// How many forwards have died since a time, when the last one did, and its sentence.
    package var dead = 0
    package var lastDeadAt: Instant?
    package var lastError: String?
    /// When the oldest one was decided that was tried and not taken; nil if there is none.
    package var waitingSince: Instant?

    package init() {}
}

extension Store {
    package func troubles(
        ofForwardsTo channel: String, diedAfter since: Instant
    ) throws(StoreError) -> ForwardTroubles {
        try read { database in
            var troubles = ForwardTroubles()
            let dead = try Row.fetchOne(
                try database.cachedStatement(
                    sql: """
                        SELECT COUNT(*) AS dead, MAX(ended_at) AS last, result FROM action
                        WHERE kind = 'forward' AND state = 'failed' AND channel = ?
                            AND ended_at > ?
                        """), arguments: [channel, since])
            if let dead, dead["last"] != nil {
                troubles.dead = dead["dead"]
                troubles.lastDeadAt = dead["last"]
                troubles.lastError = dead["result"]
            }
            troubles.waitingSince = try Instant.fetchOne(
                try database.cachedStatement(
                    sql: """
                        SELECT MIN(created_at) FROM action
                        WHERE kind = 'forward' AND state = 'pending' AND held IS NULL
                            AND attempts > 0 AND channel = ?
                        """), arguments: [channel])
            return troubles
        }
    }

    /// The scripts with timers on which they fail, and how often in a row at most.
    package func failingTimers() throws(StoreError) -> [String: Int] {
        try ask { database in
            let rows = try Row.fetchAll(
                try database.cachedStatement(
                    sql: """
                        SELECT script, MAX(failures) AS failures FROM timer
                        WHERE failures > 0 GROUP BY script
                        """))
            return Dictionary(
                uniqueKeysWithValues: rows.map { ($0["script"] as String, $0["failures"] as Int) })
        }
    }
}
