package import GRDB
package import Lines

/// One run of a script on one subject.
package struct RunRecord: Equatable, Sendable {
    package var at: Instant
    package var script: String
    package var handler: String
    package var message: Message.ID?
    /// `completed`, `stopped` or `failed`.
    package var outcome: String
    /// Its decisions, as a JSON array of sentences.
    package var decisions: [String]
    package var log: [String]
    package var failure: String?
    package var microseconds: Int64
    /// For each decision the `file:line` that made it, followed by the locals there.
    package var places: [[String]]
    /// The hash of the script's version.
    package var version: String?

    package init(
        at: Instant, script: String, handler: String, message: Message.ID?, outcome: String,
        decisions: [String], log: [String], failure: String?, microseconds: Int64,
        places: [[String]] = [], version: String? = nil
    ) {
        self.places = places
        self.version = version
        self.at = at
        self.script = script
        self.handler = handler
        self.message = message
        self.outcome = outcome
        self.decisions = decisions
        self.log = log
        self.failure = failure
        self.microseconds = microseconds
    }
}

/// A timer set by a script.
package struct TimerRecord: Equatable, Sendable {
    package var id: Int64
    package var script: String
    package var name: String
    /// The data to return to the script, as JSON.
    package var data: String
    /// When its script runs next; later than it occurs if a run failed.
    package var dueAt: Instant
    /// The time that is meant.
    package var occursAt: Instant
    /// How many times in a row its run has failed.
    package var failures: Int
    /// The words of a `Schedule`; nil for a single call.
    package var schedule: String?
    package var missed: MissedTimes
    /// The zone whose clocks it follows; nil if it follows time that passes.
    package var zone: String?
    /// What led to it, oldest first; empty if nothing did so shortly before.
    package var chain: [String]

    package init(
        id: Int64 = 0, script: String, name: String, data: String, dueAt: Instant,
        occursAt: Instant? = nil, failures: Int = 0, schedule: String? = nil,
        missed: MissedTimes = .once, zone: String? = nil, chain: [String] = []
    ) {
        self.id = id
        self.script = script
        self.name = name
        self.data = data
        self.dueAt = dueAt
        self.occursAt = occursAt ?? dueAt
        self.failures = failures
        self.schedule = schedule
        self.missed = missed
        self.zone = zone
        self.chain = chain
    }

    fileprivate init(_ row: Row) {
        self.init(
            id: row["id"], script: row["script"], name: row["name"], data: row["data"],
            dueAt: row["due_at"], occursAt: row["occurs_at"],
            failures: row["failures"], schedule: row["schedule"],
            missed: MissedTimes(rawValue: row["missed"] ?? "") ?? .once, zone: row["zone"],
            chain: JSONText.list(from: row["chain"]))
    }
}

extension Store {
    /// The values a script has remembered: JSON by key.
    package func memory(of script: String) throws(StoreError) -> [String: String] {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT key, value FROM memory WHERE script = ?",
                arguments: [script])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["key"], $0["value"]) })
        }
    }

    package func runs(on message: Message.ID) throws(StoreError) -> [RunRecord] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM run WHERE message = ? ORDER BY id",
                arguments: [message]
            ).map { row in
                RunRecord(
                    at: row["at"], script: row["script"], handler: row["handler"],
                    message: row["message"], outcome: row["outcome"],
                    decisions: JSONText.list(from: row["decisions"]),
                    log: JSONText.list(from: row["log"]),
                    failure: row["failure"], microseconds: row["microseconds"],
                    places: JSONText.lists(from: row["places"]), version: row["version"])
            }
        }
    }

    /// Timers in the order they are due; only those of the named scripts, if given.
    package func timers(
        of scripts: [String]? = nil, dueBy: Instant? = nil, limit: Int
    ) throws(StoreError) -> [TimerRecord] {
        try ask { database in
            try Row.fetchAll(
                try database.cachedStatement(
                    sql: """
                        SELECT * FROM timer
                        WHERE (?1 IS NULL OR script IN (SELECT value FROM json_each(?1)))
                            AND due_at <= ?2
                        ORDER BY due_at, id LIMIT ?3
                        """),
                arguments: [
                    scripts.map(JSONText.encode), dueBy ?? Instant(milliseconds: Int64.max),
                    limit,
                ]
            ).map(TimerRecord.init)
        }
    }
}

extension Store {
    /// Schedules that follow the clocks of another zone.
    package func schedules(outside zone: String) throws(StoreError) -> [TimerRecord] {
        try read {
            try Row.fetchAll(
                $0, sql: "SELECT * FROM timer WHERE schedule IS NOT NULL AND zone <> ? ORDER BY id",
                arguments: [zone]
            ).map(TimerRecord.init)
        }
    }

    /// Scripts with timers that are due, or with events still to be delivered.
    package func scriptsOwed(by now: Instant) throws(StoreError) -> Set<String> {
        try read {
            try String.fetchSet(
                try $0.cachedStatement(
                    sql: """
                        SELECT script FROM timer WHERE due_at <= ?
                        UNION
                        SELECT \(EventRecord.script) AS script FROM event
                        WHERE for_scripts = 1 AND script IS NOT NULL
                        """), arguments: [now])
        }
    }

    /// Scripts whose last run on a message failed, by name.
    package func scriptsThatFailed(on message: Message.ID) throws(StoreError) -> [String] {
        let last = try runs(on: message).reduce(into: [:]) { $0[$1.script] = $1.outcome }
        return last.filter { $0.value == "failed" }.keys.sorted()
    }
}

extension Database {
    /// Sets the value a script remembers under a key; nil removes it.
    package func remember(script: String, key: String, value: String?) throws {
        if let value {
            try perform(
                "INSERT OR REPLACE INTO memory (script, key, value) VALUES (?, ?, ?)",
                [script, key, value])
        } else {
            try perform(
                "DELETE FROM memory WHERE script = ? AND key = ?", [script, key])
        }
    }

    package func append(_ run: RunRecord) throws {
        try perform(
            """
            INSERT INTO run
                (at, script, handler, message, outcome, decisions, log, failure, microseconds,
                places, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run.at, run.script, run.handler, run.message, run.outcome,
                JSONText.encode(run.decisions), JSONText.encode(run.log), run.failure,
                run.microseconds, JSONText.encode(lists: run.places), run.version,
            ])
    }

    /// Sets a timer, replacing one of the same script and name. The same schedule set again keeps
    /// its next time.
    package func set(_ timer: TimerRecord) throws {
        if let schedule = timer.schedule {
            try perform(
                """
                DELETE FROM timer
                WHERE script = ? AND name = ? AND (schedule IS NOT ? OR zone IS NOT ?)
                """, [timer.script, timer.name, schedule, timer.zone])
            try perform(
                "UPDATE timer SET data = ?, missed = ? WHERE script = ? AND name = ?",
                [timer.data, timer.missed.rawValue, timer.script, timer.name])
            guard changesCount == 0 else { return }
        }
        try perform(
            """
            INSERT OR REPLACE INTO timer
                (script, name, data, due_at, occurs_at, schedule, missed, zone,
                chain)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                timer.script, timer.name, timer.data, timer.dueAt, timer.occursAt, timer.schedule,
                timer.missed.rawValue, timer.zone, JSONText.encode(timer.chain),
            ])
    }

    /// Removes a timer or schedule, if there is one.
    package func removeTimer(_ name: String, of script: String) throws {
        try perform("DELETE FROM timer WHERE script = ? AND name = ?", [script, name])
    }

    /// Moves a schedule to its next time.
    package func reschedule(timer id: Int64, at next: Instant, zone: String?) throws {
        try perform(
            "UPDATE timer SET due_at = ?, occurs_at = ?, zone = ?, failures = 0 WHERE id = ?",
            [next.milliseconds, next.milliseconds, zone, id])
    }

    /// Shifts everything that is waiting for a time, so that setting the clock does not change the
    /// wait.
    package func shiftWaiting(by step: Duration) throws {
        try perform(
            "UPDATE action SET due_at = due_at + ?1, next_at = next_at + ?1 WHERE state = 'pending'",
            [step.milliseconds])
        // What follows the clocks of a zone follows the machine's clock when it is put right.
        try perform(
            "UPDATE timer SET due_at = due_at + ?, occurs_at = occurs_at + ? WHERE zone IS NULL",
            [step.milliseconds, step.milliseconds])
        try perform(
            """
            UPDATE event SET retry_at = retry_at + ?
            WHERE for_scripts = 1 AND retry_at IS NOT NULL
            """, [step.milliseconds])
    }

    /// Repeats a timer whose run failed.
    package func postpone(timer id: Int64, until due: Instant) throws {
        try perform(
            "UPDATE timer SET due_at = ?, failures = failures + 1 WHERE id = ?",
            [due.milliseconds, id])
    }

    /// Drops the due timers and undelivered action results of a script.
    ///
    /// - Returns: how many there were.
    package func dropOwed(to script: String, by now: Instant) throws -> Int {
        try perform(
            "DELETE FROM timer WHERE script = ? AND due_at <= ?", [script, now.milliseconds])
        let timers = changesCount
        try perform(
            """
            UPDATE event SET for_scripts = 0
            WHERE for_scripts = 1 AND \(EventRecord.script) = ?
            """, [script])
        return timers + changesCount
    }

    package func delete(timer id: Int64) throws {
        try perform(
            "DELETE FROM timer WHERE id = ?", [id])
    }
}
