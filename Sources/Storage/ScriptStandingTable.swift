import GRDB
package import Lines

extension Store {
    /// A script's failures and pauses; nil if it has none.
    package func standing(of script: String) throws(StoreError) -> ScriptStanding? {
        try read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM script WHERE name = ?", arguments: [script]
            ).map { row in
                ScriptStanding(
                    script: row["name"], version: row["version"], failures: row["failures"],
                    pauses: row["pauses"], pausedUntil: row["paused_until"], reason: row["reason"])
            }
        }
    }

    /// The latest message that a script handled without failing.
    package func messageHandled(by script: String) throws(StoreError) -> Message.ID? {
        try read {
            try Int64.fetchOne(
                $0,
                sql: """
                    SELECT message FROM run
                    WHERE script = ? AND message IS NOT NULL AND outcome != 'failed'
                    ORDER BY id DESC LIMIT 1
                    """, arguments: [script])
        }
    }

    /// The messages set aside for each script: those on which its last run failed, latest first.
    package func messagesSetAside(limit: Int) throws(StoreError) -> [String: [Message.ID]] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT script, message FROM run AS failed
                    WHERE outcome = 'failed' AND message IS NOT NULL
                        AND id = (SELECT MAX(id) FROM run
                            WHERE message = failed.message AND script = failed.script)
                    ORDER BY message DESC LIMIT ?
                    """, arguments: [limit])
            return Dictionary(grouping: rows) { $0["script"] as String }
                .mapValues { $0.map { $0["message"] as Int64 } }
        }
    }

    /// How many timers a script has set that have not fired.
    package func pendingTimers(of script: String) throws(StoreError) -> Int {
        try ask {
            try Int.fetchOne(
                try $0.cachedStatement(sql: "SELECT COUNT(*) FROM timer WHERE script = ?"),
                arguments: [script]) ?? 0
        }
    }

    /// How many forwards of a script have not been delivered.
    package func pendingForwards(of script: String) throws(StoreError) -> Int {
        try ask {
            try Int.fetchOne(
                try $0.cachedStatement(
                    sql: """
                        SELECT COUNT(*) FROM action
                        WHERE kind = 'forward' AND state = 'pending' AND origin = ?
                        """), arguments: [script]) ?? 0
        }
    }

    /// How much a script has told others that they have not heard yet.
    package func pendingEvents(from script: String) throws(StoreError) -> Int {
        try ask {
            try Int.fetchOne(
                try $0.cachedStatement(
                    sql: """
                        SELECT COUNT(*) FROM event
                        WHERE for_scripts = 1 AND kind = 'script_event' AND json_valid(payload)
                            AND json_extract(payload, '$.emitted.from') = ?
                        """), arguments: [script]) ?? 0
        }
    }

    /// The extensions of a line that scripts have decided since.
    package func extensionsByScripts(
        of line: Line.ID, since: Instant
    ) throws(StoreError) -> [Action] {
        try read {
            try ActionRow.fetchAll(
                $0,
                sql: """
                    SELECT * FROM action
                    WHERE line = ? AND kind = 'extend' AND origin LIKE '%.lua' AND created_at >= ?
                    ORDER BY id
                    """, arguments: [line, since])
        }.map(\.action)
    }
}

extension Database {
    package func set(_ standing: ScriptStanding) throws {
        try perform(
            """
            INSERT OR REPLACE INTO script (name, version, failures, pauses, paused_until, reason)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                standing.script, standing.version, standing.failures, standing.pauses,
                standing.pausedUntil, standing.reason,
            ])
    }
}
