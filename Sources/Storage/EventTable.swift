package import GRDB
package import Lines

/// One event, as shown by `tail` and delivered to scripts.
package struct EventRecord: Equatable, Sendable, Identifiable {
    package var id: Int64
    package var at: Instant
    package var kind: String
    package var line: Line.ID?
    package var message: Message.ID?
    package var text: String
    /// The JSON delivered to scripts; nil if scripts do not receive it.
    package var payload: String?

    package init(
        id: Int64 = 0, at: Instant, kind: String, line: Line.ID? = nil,
        message: Message.ID? = nil, text: String, payload: String? = nil
    ) {
        self.id = id
        self.at = at
        self.kind = kind
        self.line = line
        self.message = message
        self.text = text
        self.payload = payload
    }
}

extension Store {
    /// The latest events, oldest first; only those of the line or message, if given.
    package func latestEvents(
        line: Line.ID? = nil, message: Message.ID? = nil, limit: Int
    ) throws(StoreError) -> [EventRecord] {
        let about = About(line: line, message: message)
        return try read {
            try Row.fetchAll(
                try $0.cachedStatement(
                    sql: "SELECT * FROM event \(about.condition) ORDER BY id DESC LIMIT ?"),
                arguments: about.arguments + [limit]
            ).map(EventRecord.init(row:)).reversed()
        }
    }

    /// Events not yet delivered to scripts, oldest first.
    ///
    /// - Parameter scripts: those that can run now. Events for any other script are left out, so
    ///   that they delay nobody; nil leaves nothing out.
    package func eventsForScripts(
        toldTo scripts: [String]? = nil, limit: Int
    ) throws(StoreError) -> [EventRecord] {
        try ask {
            try Row.fetchAll(
                try $0.cachedStatement(
                    sql: """
                        SELECT *, \(EventRecord.script) AS script FROM event
                        WHERE for_scripts = 1
                            AND (?1 IS NULL OR script IS NULL
                                OR script IN (SELECT value FROM json_each(?1)))
                        ORDER BY id LIMIT ?2
                        """),
                arguments: [scripts.map(JSONText.encode), limit]
            ).map(EventRecord.init(row:))
        }
    }
}

extension Database {
    @discardableResult
    package func append(_ event: EventRecord) throws -> EventRecord {
        try perform(
            """
            INSERT INTO event (at, kind, line, message, text, for_scripts, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                event.at, event.kind, event.line, event.message, event.text,
                event.payload != nil, event.payload,
            ])
        var written = event
        written.id = lastInsertedRowID
        return written
    }

    package func markTold(event: Int64) throws {
        try perform(
            "UPDATE event SET for_scripts = 0 WHERE id = ?", [event])
    }
}

/// An event on which scripts failed: which scripts, how often, and when it is repeated.
package struct EventRetry: Equatable, Sendable {
    package var scripts: Set<String>
    package var failures: Int
    package var due: Instant

    package init(scripts: Set<String>, failures: Int, due: Instant) {
        self.scripts = scripts
        self.failures = failures
        self.due = due
    }
}

extension Store {
    /// The events that are to be repeated.
    package func eventRetries() throws(StoreError) -> [Int64: EventRetry] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT id, retry_at, retry_failures, retry_scripts FROM event
                    WHERE for_scripts = 1 AND retry_at IS NOT NULL AND retry_scripts IS NOT NULL
                    """)
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let scripts = Set(JSONText.list(from: row["retry_scripts"]))
                    let retry = EventRetry(
                        scripts: scripts, failures: row["retry_failures"], due: row["retry_at"])
                    return (row["id"] as Int64, retry)
                })
        }
    }
}

extension Database {
    /// Repeats an event for the scripts that failed on it.
    package func repeatLater(event id: Int64, _ retry: EventRetry) throws {
        try perform(
            """
            UPDATE event SET retry_at = ?, retry_failures = ?, retry_scripts = ? WHERE id = ?
            """, [retry.due, retry.failures, JSONText.encode(retry.scripts.sorted()), id])
    }
}

extension EventRecord {
    /// The script that an event is for, in SQL; NULL for all. A payload that is not JSON would
    /// otherwise fail the whole query.
    static let script =
        "CASE WHEN json_valid(payload) THEN json_extract(payload, '$.script') END"

    fileprivate init(row: Row) {
        self.init(
            id: row["id"], at: row["at"], kind: row["kind"], line: row["line"],
            message: row["message"], text: row["text"], payload: row["payload"])
    }
}
