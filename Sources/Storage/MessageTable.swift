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

    package func message(_ id: Message.ID) throws(StoreError) -> Message? {
        try ask {
            try MessageRow.fetchOne(
                try $0.cachedStatement(sql: "SELECT * FROM message WHERE id = ?"),
                arguments: [id])
        }?.message
    }

    /// What `messages` asks for; every condition is optional.
    package struct MessageFilter: Sendable {
        package var line: Line.ID?
        package var since: Instant?
        package var before: Instant?
        package var sender: String?
        package var route: String?
        package var tag: String?
        /// What must be found in text or sender.
        package var search: SearchQuery?
        package var limit = 50

        package init() {}
    }

    /// A filter that lets everything through.
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
        require("EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)", filter.tag)
        require("message_text MATCH ?", filter.search?.expression)
        arguments += [min(max(filter.limit, 1), 100_000)]
        let found = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        // The index gives what it finds newest first, so a common word costs no more than a rare one.
        let (source, order) =
            filter.search == nil
            ? ("message", "message.id")
            : (
                "message_text CROSS JOIN message ON message.id = message_text.rowid",
                "message_text.rowid"
            )
        return try read {
            try MessageRow.fetchAll(
                $0,
                sql: "SELECT message.* FROM \(source) \(found) ORDER BY \(order) DESC LIMIT ?",
                arguments: arguments)
        }.map(\.message)
    }
}

extension Database {
    /// Stores what was received on `line` and is not stored yet; returns only the new messages.
    ///
    /// Calling it again with the same list stores nothing: this is what makes "once" true, whatever
    /// the provider repeats.
    ///
    /// - Parameter isOver: nothing new can come on the line. Some providers show the code before
    ///   again when the one asked for after it did not come in time.
    package func record(
        _ received: [ReceivedMessage], on line: Line, at now: Instant, isOver: Bool = false
    ) throws -> [Message] {
        var ordinals: [MessageKey: Int] = [:]
        var stored: [Message] = []
        // Ids should tell the order of arrival; of one second the list's own order does.
        let ordered = received.enumerated().sorted {
            ($0.element.receivedAt ?? now, $0.offset) < ($1.element.receivedAt ?? now, $1.offset)
        }
        for (_, item) in ordered {
            func key(_ ordinal: Int) -> MessageKey {
                MessageKey(
                    line: line.id, episode: line.episode, receivedAt: item.receivedAt,
                    sender: item.sender, body: item.text, ordinal: ordinal)
            }
            let ordinal = ordinals[key(0), default: 0]
            ordinals[key(0)] = ordinal + 1
            let identity = key(ordinal).text
            if try isStored(identity) || isSameCode(item, on: line) { continue }
            if isOver, try isShownAgain(item, on: line) { continue }
            if try complete(item, on: line, identity) { continue }
            stored.append(
                try store(item, on: line, identity, at: now, isFirst: stored.isEmpty))
        }
        return stored
    }

    /// Stores what the provider sent by itself, unless a look has brought it already.
    ///
    /// What is sent tells less than a look does: its key is one of its own until a look completes it.
    package func record(
        pushed item: ReceivedMessage, on line: Line, at now: Instant
    ) throws -> Message? {
        let code = item.code ?? CodeFinder.code(in: item.text)
        // Sent twice, seen by a look first, or sent again by somebody who listened in. Two that are
        // alike are told apart by the next look; of a rental there may be none, but they come apart.
        let isKnown = try exists(
            """
            SELECT 1 FROM message
            WHERE line = ?1 AND (text = ?2 OR code = ?3 AND (text = code OR ?2 = ?3))
                AND (received_at = ?5
                    OR stored_at > ?4 AND (?5 IS NULL OR received_at IS NULL))
            """,
            [
                line.id, item.text, code,
                line.kind == .rental ? now - Self.pushMemory : Instant(milliseconds: 0),
                line.kind == .rental ? item.receivedAt : nil,
            ])
        guard !isKnown else { return nil }
        let moment = item.receivedAt ?? now
        let identity = Self.pushed(line) + "\(moment.milliseconds)|\(item.text)"
        return try store(item, on: line, identity, at: now, isFirst: true)
    }

    /// Longer than a webhook is sent again for: five times, the last after twelve hours.
    private static let pushMemory = Duration.days(1)

    private static func pushed(_ line: Line) -> String { "\(line.id)|p|" }

    /// Whether a look shows better what is known already: it was sent before, or another call told it
    /// without its time. Then it is the same message, known better now.
    private func complete(
        _ item: ReceivedMessage, on line: Line, _ identity: String
    ) throws -> Bool {
        let code = item.code ?? CodeFinder.code(in: item.text)
        let pushed = Self.pushed(line)
        let isDated = item.receivedAt != nil && line.kind == .activation
        let undated = isDated ? "\(line.id)|e\(line.episode)|" : pushed
        let twin = try Row.fetchOne(
            self,
            sql: """
                SELECT id FROM message
                WHERE line = ?1
                    AND (substr(identity, 1, ?2) = ?3 OR substr(identity, 1, ?4) = ?5)
                    AND (text = ?6 OR code = ?7 AND (text = code OR ?6 = ?7))
                ORDER BY id LIMIT 1
                """,
            arguments: [
                line.id, pushed.count, pushed, undated.count, undated, item.text, code,
            ])
        guard let twin else { return false }
        let text: String? = item.text == item.code ? nil : item.text
        try perform(
            """
            UPDATE message SET identity = ?1, text = COALESCE(?2, text),
                sender = COALESCE(?3, sender), received_at = COALESCE(?4, received_at)
            WHERE id = ?5
            """, [identity, text, item.sender, item.receivedAt, twin["id"] as Int64])
        return true
    }

    private func store(
        _ item: ReceivedMessage, on line: Line, _ identity: String, at now: Instant, isFirst: Bool
    ) throws -> Message {
        var message = Message(
            id: 0, line: line.id, account: line.account, text: item.text, storedAt: now,
            isFirst: line.messageCount == 0 && isFirst)
        message.number = line.number
        message.sender = item.sender
        message.code = item.code ?? CodeFinder.code(in: item.text)
        message.receivedAt = item.receivedAt
        try MessageRow(message, identity: identity).insert(self)
        message.id = lastInsertedRowID
        return message
    }

    private func isStored(_ identity: String) throws -> Bool {
        try exists("SELECT 1 FROM message WHERE identity = ?", [identity])
    }

    private func isShownAgain(_ item: ReceivedMessage, on line: Line) throws -> Bool {
        guard item.receivedAt == nil, line.kind == .activation else { return false }
        return try exists(
            "SELECT 1 FROM message WHERE line = ? AND (text = ? OR code = ?)",
            [line.id, item.text, item.text])
    }

    /// Whether another call told it with its time, since another code was asked for last.
    private func isTold(_ item: ReceivedMessage, _ code: String, on line: Line) throws -> Bool {
        guard line.kind == .activation else { return false }
        let dated = "\(line.id)|t"
        return try exists(
            """
            SELECT 1 FROM message
            WHERE line = ?1 AND code = ?2 AND substr(identity, 1, ?3) = ?4
                AND (text = ?5 OR text = code OR ?5 = ?2)
                AND stored_at >= COALESCE(
                    (SELECT MAX(at) FROM event WHERE line = ?1 AND kind IN ('resent', 'swapped')), 0)
            """, [line.id, code, dated.count, dated, item.text])
    }

    /// Some calls show only the code, others the whole text: within one episode they are the same
    /// message, and the fuller text is kept.
    private func isSameCode(_ item: ReceivedMessage, on line: Line) throws -> Bool {
        guard item.receivedAt == nil, let code = item.code else { return false }
        if try isTold(item, code, on: line) { return true }
        let prefix = "\(line.id)|e\(line.episode)|"
        let twin = try Row.fetchOne(
            self,
            sql: """
                SELECT id, text FROM message
                WHERE line = ? AND code = ? AND substr(identity, 1, ?) = ?
                    AND (text = code OR ? = code)
                """,
            arguments: [line.id, code, prefix.count, prefix, item.text])
        guard let twin else { return false }
        if twin["text"] == code, item.text != code {
            try perform(
                "UPDATE message SET text = ? WHERE id = ?", [item.text, twin["id"] as Int64])
        }
        return true
    }

    /// Marks a message as seen by the scripts, with the class and tags they gave it.
    package func settle(
        _ id: Message.ID, state: Message.State, route: String?, tags: [String]
    ) throws {
        try perform(
            "UPDATE message SET state = ?, route = COALESCE(?, route), tags = ? WHERE id = ?",
            [state.rawValue, route, JSONText.encode(tags), id])
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

    init(row: Row) throws {
        identity = row["identity"]
        message = Message(
            id: row["id"], line: row["line"], account: row["account"], text: row["text"],
            storedAt: row["stored_at"], isFirst: row["is_first"],
            state: Message.State(rawValue: row["state"]) ?? .stored)
        message.number = row["number"]
        message.sender = row["sender"]
        message.code = row["code"]
        message.receivedAt = row["received_at"]
        message.route = row["route"]
        message.tags = try JSONText.list(from: row["tags"])
    }

    func encode(to row: inout PersistenceContainer) throws {
        row["identity"] = identity
        row["line"] = message.line
        row["account"] = message.account
        row["number"] = message.number
        row["sender"] = message.sender
        row["text"] = message.text
        row["code"] = message.code
        row["received_at"] = message.receivedAt
        row["stored_at"] = message.storedAt
        row["is_first"] = message.isFirst
        row["state"] = message.state.rawValue
        row["route"] = message.route
        row["tags"] = JSONText.encode(message.tags)
    }
}
