import Codes
package import GRDB
package import Lines

extension Store {
    /// Messages that scripts have not seen, oldest first.
    package func unhandledMessages(limit: Int) throws(StoreError) -> [Message] {
        try ask {
            try MessageRow.fetchAll(
                try $0.cachedStatement(
                    sql: "SELECT * FROM message WHERE state = 'stored' ORDER BY id LIMIT ?"),
                arguments: [limit])
        }.map(\.message)
    }

    /// The messages after one, oldest first.
    package func messages(
        after id: Message.ID, limit: Int
    ) throws(StoreError) -> [Message] {
        try read {
            try MessageRow.fetchAll(
                try $0.cachedStatement(
                    sql: "SELECT * FROM message WHERE id > ? ORDER BY id LIMIT ?"),
                arguments: [id, limit])
        }.map(\.message)
    }

    /// The latest messages: the id before the first, the id of the last, and how many there are.
    package func span(
        last count: Int, since: Instant?
    ) throws(StoreError) -> (after: Message.ID, until: Message.ID, count: Int) {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT COALESCE(MIN(id), 1) - 1 AS after, COALESCE(MAX(id), 0) AS until,
                        COUNT(*) AS count
                    FROM (SELECT id FROM message WHERE stored_at >= ? ORDER BY id DESC LIMIT ?)
                    """, arguments: [since ?? Instant(milliseconds: 0), count])
            guard let row else { return (0, 0, 0) }
            return (row["after"], row["until"], row["count"])
        }
    }

    package func message(_ id: Message.ID) throws(StoreError) -> Message? {
        try ask { try MessageRow.find(id, in: $0) }?.message
    }

    /// The criteria of `messages`, all optional.
    package struct MessageFilter: Sendable {
        package var line: Line.ID?
        package var since: Instant?
        package var before: Instant?
        package var sender: String?
        package var route: String?
        package var tag: String?
        /// The search terms for text or sender.
        package var search: SearchQuery?
        package var limit = 50

        package init() {}
    }

    /// A filter that matches every message.
    package func filter() -> MessageFilter { MessageFilter() }

    package func messagesByRoute() throws(StoreError) -> [String: Int] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT route, COUNT(*) AS n FROM message WHERE route IS NOT NULL GROUP BY 1")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["route"], $0["n"]) })
        }
    }

    /// The latest messages that match, newest first.
    package func messages(_ filter: MessageFilter) throws(StoreError) -> [Message] {
        var conditions: [String] = []
        var arguments = StatementArguments()
        func require(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        require("line = ?", filter.line)
        require("stored_at >= ?", filter.since)
        require("stored_at < ?", filter.before)
        require("message.sender = ?", filter.sender)
        require("route = ?", filter.route)
        require(
            "tags != '[]' AND EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)", filter.tag)
        require("message_text MATCH ?", filter.search?.expression)
        arguments += [min(max(filter.limit, 1), 100_000)]
        let found = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        // The index returns matches newest first, so a common word costs no more than a rare one.
        let (source, order) =
            filter.search == nil
            ? ("message", "message.id")
            : (
                "message_text CROSS JOIN message ON message.id = message_text.rowid",
                "message_text.rowid"
            )
        return try read {
            try MessageRow.fetchAll(
                try $0.cachedStatement(
                    sql: "SELECT message.* FROM \(source) \(found) ORDER BY \(order) DESC LIMIT ?"),
                arguments: arguments)
        }.map(\.message)
    }
}

extension Database {
    /// Marks a message as handled, with the route and tags that scripts gave it.
    ///
    /// If the message was completed while they ran, they still have to see the new version.
    ///
    /// - Parameter message: the version they saw.
    package func settle(
        _ message: Message, state: Message.State, route: String?, tags: [String]
    ) throws {
        try perform(
            """
            UPDATE message SET
                state = IIF(text = ?1 AND sender IS ?2 AND code IS ?3, ?4, state),
                completions = completions
                    + (text != ?1 OR sender IS NOT ?2 OR code IS NOT ?3),
                revision = revision + (code IS NOT ?3),
                route = COALESCE(?5, route), tags = ?6
            WHERE id = ?7
            """,
            [
                message.text, message.sender, message.code, state.rawValue, route,
                JSONText.encode(tags), message.id,
            ])
    }
}

/// A message as a row.
struct MessageRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "message"

    var message: Message
    var identity: String

    init(_ message: Message, identity: String) {
        self.message = message
        self.identity = identity
    }

    static func find(_ id: Message.ID, in database: Database) throws -> MessageRow? {
        try MessageRow.fetchOne(
            try database.cachedStatement(sql: "SELECT * FROM message WHERE id = ?"),
            arguments: [id])
    }

    init(row: Row) throws {
        identity = row["identity"]
        message = Message(
            id: row["id"], line: row["line"], account: row["account"], text: row["text"],
            storedAt: row["stored_at"], isFirst: row["is_first"],
            state: Message.State(rawValue: row["state"]) ?? .stored)
        message.number = row["number"]
        message.sender = row["sender"]
        message.oneTimeCode = Self.code(in: row)
        message.receivedAt = row["received_at"]
        message.route = row["route"]
        message.tags = JSONText.list(from: row["tags"])
        message.isBacklog = row["backlog"]
        message.completions = row["completions"]
        message.revision = row["revision"]
        message.kind = MessageKind(rawValue: row["kind"]) ?? .sms
    }

    /// A code stored before confidence was kept counts as certain.
    private static func code(in row: Row) -> MessageCode? {
        guard let code: String = row["code"] else { return nil }
        let confidence: String? = row["code_confidence"]
        return MessageCode(
            code: code, confidence: confidence.flatMap(CodeConfidence.init) ?? .certain,
            reason: row["code_reason"], validUntil: row["code_valid_until"],
            purpose: row["code_for"], told: row["code_told"])
    }

    func encode(to row: inout PersistenceContainer) throws {
        row["identity"] = identity
        row["line"] = message.line
        row["account"] = message.account
        row["number"] = message.number
        row["sender"] = message.sender
        row["text"] = message.text
        row["code"] = message.code
        row["code_confidence"] = message.oneTimeCode?.confidence.rawValue
        row["code_reason"] = message.oneTimeCode?.reason
        row["code_valid_until"] = message.oneTimeCode?.validUntil
        row["code_for"] = message.oneTimeCode?.purpose
        row["code_told"] = message.oneTimeCode?.told
        row["received_at"] = message.receivedAt
        row["stored_at"] = message.storedAt
        row["is_first"] = message.isFirst
        row["state"] = message.state.rawValue
        row["route"] = message.route
        row["tags"] = JSONText.encode(message.tags)
        row["backlog"] = message.isBacklog
        row["completions"] = message.completions
        row["revision"] = message.revision
        row["kind"] = message.kind.rawValue
    }
}
