package import GRDB
package import Lines

extension Store {
    /// Actions in any of `states`, the earliest due first.
    package func actions(in states: [Action.State]) throws(StoreError) -> [Action] {
        let names = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        // Most actions are done; the others have an index.
        let unfinished = states.contains(.done) ? "" : "AND state != 'done'"
        return try read {
            try ActionRow.fetchAll(
                $0,
                sql: """
                    SELECT * FROM action
                    WHERE state IN (\(names)) \(unfinished) AND kind IN (\(Action.Kind.sqlList))
                    ORDER BY due_at, id
                    """)
        }.map(\.action)
    }

    /// Keys of what the plan decided about some lines, with the line concerned.
    package func decidedKeys(
        of lines: [Line.ID]
    ) throws(StoreError) -> [(key: String, line: Line.ID)] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT key, line FROM action
                    WHERE origin = 'plan' AND line IN (SELECT value FROM json_each(?))
                    """, arguments: ["[\(lines.map(String.init).joined(separator: ","))]"]
            ).map { ($0["key"], $0["line"]) }
        }
    }

    /// Frees the keys of extensions that had no effect, so that the plan can decide on them again.
    package func freeFailedExtensions() throws(StoreError) {
        try write {
            try $0.perform(
                """
                UPDATE action SET key = key || '-failed-' || id
                WHERE origin = 'plan' AND kind = 'extend' AND state = 'failed'
                    AND key NOT LIKE '%-failed-%'
                """, [])
        }
    }

    package func action(_ id: Action.ID) throws(StoreError) -> Action? {
        try ask {
            try ActionRow.fetchOne(
                try $0.cachedStatement(sql: "SELECT * FROM action WHERE id = ?"), arguments: [id])
        }?.action
    }

    /// What a script decided and what has not begun, the oldest first.
    package func pending(of script: String, limit: Int) throws(StoreError) -> [Action] {
        try read {
            try ActionRow.fetchAll(
                $0,
                sql: """
                    SELECT * FROM action WHERE state = 'pending' AND state != 'done' AND origin = ?
                    ORDER BY id LIMIT ?
                    """, arguments: [script, limit])
        }.map(\.action)
    }

    /// Whether a message has led to this action on a line.
    package func hasAction(
        _ kind: Action.Kind, on line: Line.ID, about message: Message.ID, from origin: String
    ) throws(StoreError) -> Bool {
        try read {
            try $0.exists(
                """
                SELECT 1 FROM action
                WHERE message = ? AND origin = ? AND kind = ? AND +line = ?
                """, [message, origin, kind.rawValue, line])
        }
    }

    /// The number of forwards of a channel in each state, and the sentence of the latest failure.
    package func tally(
        channel: String
    ) throws(StoreError) -> (counts: [String: Int], lastError: String?) {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT state, COUNT(*) AS n FROM action WHERE channel = ? GROUP BY state",
                arguments: [channel])
            let error = try String.fetchOne(
                database,
                sql: """
                    SELECT result FROM action
                    WHERE channel = ? AND state != 'done' AND held IS NULL AND result IS NOT NULL
                    ORDER BY id DESC LIMIT 1
                    """,
                arguments: [channel])
            let counts = Dictionary(
                uniqueKeysWithValues: rows.map { ($0["state"] as String, $0["n"] as Int) })
            return (counts, error)
        }
    }

    /// The latest actions, newest first; only those of the line or message and in the state, if
    /// given.
    package func actions(
        line: Line.ID? = nil, message: Message.ID? = nil, state: Action.State? = nil, limit: Int
    ) throws(StoreError) -> [Action] {
        let about = About(line: line, message: message)
        let states = state.map { "'\($0.rawValue)'" } ?? Action.State.sqlList
        // Few actions are in another state than done, and they have an index of their own.
        let isRare = line == nil && message == nil && state.map { $0 != .done } ?? false
        let inState = isRare ? "state = \(states) AND state != 'done'" : "+state IN (\(states))"
        return try read {
            try ActionRow.fetchAll(
                try $0.cachedStatement(
                    sql: """
                        SELECT * FROM action
                        WHERE +kind IN (\(Action.Kind.sqlList))
                            AND \(inState) \(about.further)
                        ORDER BY id DESC LIMIT ?
                        """),
                arguments: about.arguments + [limit])
        }.map(\.action)
    }

    /// The order that bought a line, or that first had it again; nil if the line was adopted.
    package func order(of line: Line.ID) throws(StoreError) -> Action? {
        try read {
            try ActionRow.fetchOne(
                try $0.cachedStatement(
                    sql: """
                        SELECT * FROM action WHERE line = ? AND +kind = ? ORDER BY id LIMIT 1
                        """),
                arguments: [line, Action.Kind.order.rawValue])
        }?.action
    }
}

extension Database {
    /// Writes an action unless its key exists; returns it with its id, or nil.
    @discardableResult
    package func insert(_ action: Action) throws -> Action? {
        try perform(
            """
            INSERT INTO action
                (key, kind, state, line, message, channel, origin, payload, attempts, created_at,
                    due_at, ended_at, result, handle, next_at, held)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (key) DO NOTHING
            """,
            [
                action.key, action.kind.rawValue, action.state.rawValue, action.line,
                action.message, action.channel, action.origin, action.payload, action.attempts,
                action.createdAt, action.dueAt, action.endedAt, action.result, action.handle,
                action.nextAt, action.hold?.rawValue,
            ])
        guard changesCount == 1 else { return nil }
        var written = action
        written.id = lastInsertedRowID
        return written
    }

    package func update(_ action: Action) throws {
        try perform(
            """
            UPDATE action
            SET key = ?, line = ?, message = ?, channel = ?, payload = ?, next_at = ?
            WHERE id = ?
            """,
            [
                action.key, action.line, action.message, action.channel, action.payload,
                action.nextAt, action.id,
            ])
        try settle(action)
    }

    /// Writes the progress of an action; its arguments stay as they are.
    package func settle(_ action: Action) throws {
        try perform(
            """
            UPDATE action
            SET state = ?, attempts = ?, due_at = ?, ended_at = ?, result = ?, status = ?,
                answer = ?, held = ?
            WHERE id = ?
            """,
            [
                action.state.rawValue, action.attempts, action.dueAt, action.endedAt,
                action.result, action.answer?.status, action.answer?.text,
                action.hold?.rawValue, action.id,
            ])
    }
}

/// An action as a row.
struct ActionRow: FetchableRecord {
    let action: Action

    init(row: Row) throws {
        guard let kind = Action.Kind(rawValue: row["kind"]),
            let state = Action.State(rawValue: row["state"])
        else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "action \(row["id"] as Int64) is of no kind")
        }
        var action = Action(
            id: row["id"], key: row["key"], kind: kind, state: state, origin: row["origin"],
            payload: row["payload"], createdAt: row["created_at"], dueAt: row["due_at"])
        action.line = row["line"]
        action.message = row["message"]
        action.channel = row["channel"]
        action.attempts = row["attempts"]
        action.endedAt = row["ended_at"]
        action.result = row["result"]
        action.handle = row["handle"]
        action.nextAt = row["next_at"]
        action.hold = (row["held"] as String?).flatMap(ForwardHold.init)
        action.answer = (row["status"] as Int?).map {
            ReceiverAnswer(status: $0, answer: row["answer"] ?? "")
        }
        self.action = action
    }
}
