package import GRDB
package import Lines

/// Lines and their ids at the providers.
extension Store {
    /// Every line that can be read. One that cannot is left as it is.
    package func lines() throws(StoreError) -> [Line] {
        try read { try Row.fetchAll($0, sql: "SELECT * FROM line ORDER BY id") }
            .compactMap { try? LineRow(row: $0).line }
    }

    /// Lines that cannot be read, perhaps because another program wrote them.
    package func unreadableLines() throws(StoreError) -> [UnreadableLine] {
        try read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT * FROM line
                    WHERE provider NOT IN (\(ProviderName.sqlList))
                        OR kind NOT IN (\(LineKind.sqlList)) OR state NOT IN (\(LineState.sqlList))
                    ORDER BY id
                    """)
        }.compactMap(UnreadableLine.init)
    }

    /// The line of each provider id of an account, former ids included.
    package func providerIDs(of account: String) throws(StoreError) -> [String: Line.ID] {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT provider_id, line FROM line_provider_id WHERE account = ?",
                arguments: [account])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["provider_id"], $0["line"]) })
        }
    }
}

/// Changes to lines, for use inside a transaction.
extension Database {
    /// Writes a new line and sets its id.
    package func insert(_ line: inout Line) throws {
        var row = LineRow(line)
        row.isNew = true
        try row.insert(self)
        line.id = lastInsertedRowID
        try noteProviderID(of: line)
    }

    package func update(_ line: Line) throws {
        try LineRow(line).update(self)
        try noteProviderID(of: line)
    }

    package func noteTold(_ line: Line) throws {
        try perform("UPDATE line SET told_at = ? WHERE id = ?", [line.toldAt, line.id])
    }

    /// Deletes a line whose purchase was refused: no number was ever held.
    package func delete(line: Line.ID) throws {
        try perform(
            "DELETE FROM line WHERE id = ?", [line])
    }

    package func line(_ id: Line.ID) throws -> Line? {
        try Row.fetchOne(self, sql: "SELECT * FROM line WHERE id = ?", arguments: [id])
            .flatMap { try? LineRow(row: $0).line }
    }

    private func noteProviderID(of line: Line) throws {
        guard let providerID = line.providerID else { return }
        try perform(
            """
            INSERT INTO line_provider_id (account, provider_id, line) VALUES (?, ?, ?)
            ON CONFLICT DO NOTHING
            """, [line.account, providerID, line.id])
    }
}

/// A line whose row cannot be read.
package struct UnreadableLine: Equatable, Sendable {
    package var id: Line.ID
    package var account: String
    package var number: String?
    package var providerID: String?
    /// What cannot be read: `state "paused"`.
    package var fault: String

    fileprivate init?(_ row: Row) {
        let columns = [
            ("provider", ProviderName(rawValue: row["provider"]) != nil),
            ("kind", LineKind(rawValue: row["kind"]) != nil),
            ("state", LineState(rawValue: row["state"]) != nil),
        ]
        guard let column = columns.first(where: { !$0.1 })?.0 else { return nil }
        id = row["id"]
        account = row["account"]
        number = row["number"]
        providerID = row["provider_id"]
        fault = "\(column) \"\((row[column] as String).prefix(40))\""
    }
}

extension RawRepresentable<String> where Self: CaseIterable {
    /// Every case, as an SQL list of strings.
    static var sqlList: String { allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ") }
}

/// A line as a row.
struct LineRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "line"

    var line: Line
    var isNew = false

    init(_ line: Line) { self.line = line }

    init(row: Row) throws {
        guard let provider = ProviderName(rawValue: row["provider"]),
            let kind = LineKind(rawValue: row["kind"]),
            let state = LineState(rawValue: row["state"])
        else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "line \(row["id"] as Int64) has no such state"
            )
        }
        line = Line(
            id: row["id"], account: row["account"], provider: provider, kind: kind, state: state,
            purchasedAt: row["purchased_at"])
        line.inDoubt = row["in_doubt"]
        line.providerID = row["provider_id"]
        line.number = row["number"]
        line.country = row["country"]
        line.service = row["service"]
        line.label = row["label"]
        line.price = Money(amount: row["price"], currency: row["currency"])
        line.expiresAt = row["expires_at"]
        line.endedAt = row["ended_at"]
        line.isAdopted = row["adopted"]
        line.listening.isAvailable = row["available"]
        line.listening.until = row["listening_until"]
        line.listening.window = (row["listening_window"] as Int64?).map { .milliseconds($0) }
        line.listening.statusAt = row["status_at"]
        line.listening.wantedUntil = row["wanted_until"]
        line.listening.wakingSince = row["waking_since"]
        line.refund = RefundWindow(until: row["refund_until"], refusal: row["refund_refusal"])
        line.cancellableFrom = row["cancellable_from"]
        line.product = row["product"]
        line.days = row["days"]
        line.autoExtend = row["auto_extend"]
        line.messageCount = row["message_count"]
        line.lastMessageAt = row["last_message_at"]
        line.episode = row["episode"]
        line.lookedAt = row["looked_at"]
        line.toldAt = row["told_at"]
        line.backlogUntil = row["backlog_until"]
        line.warnedOfExpiry = row["warned_expiry"]
        line.warnedOfRefund = row["warned_refund"]
        line.tags = JSONText.list(from: row["tags"])
    }

    func encode(to row: inout PersistenceContainer) throws {
        if !isNew { row["id"] = line.id }
        row["account"] = line.account
        row["provider"] = line.provider.rawValue
        row["kind"] = line.kind.rawValue
        row["state"] = line.state.rawValue
        row["in_doubt"] = line.inDoubt
        row["provider_id"] = line.providerID
        row["number"] = line.number
        row["country"] = line.country
        row["service"] = line.service
        row["label"] = line.label
        row["price"] = line.price?.tenThousandths
        row["currency"] = line.price?.currency
        row["purchased_at"] = line.purchasedAt
        row["expires_at"] = line.expiresAt
        row["ended_at"] = line.endedAt
        row["adopted"] = line.isAdopted
        row["available"] = line.listening.isAvailable
        row["listening_until"] = line.listening.until
        row["listening_window"] = line.listening.window?.milliseconds
        row["status_at"] = line.listening.statusAt
        row["wanted_until"] = line.listening.wantedUntil
        row["waking_since"] = line.listening.wakingSince
        row["refund_until"] = line.refund.until
        row["refund_refusal"] = line.refund.refusal
        row["cancellable_from"] = line.cancellableFrom
        row["product"] = line.product
        row["days"] = line.days
        row["auto_extend"] = line.autoExtend
        row["message_count"] = line.messageCount
        row["last_message_at"] = line.lastMessageAt
        row["episode"] = line.episode
        row["looked_at"] = line.lookedAt
        row["told_at"] = line.toldAt
        row["backlog_until"] = line.backlogUntil
        row["warned_expiry"] = line.warnedOfExpiry
        row["warned_refund"] = line.warnedOfRefund
        row["tags"] = JSONText.encode(line.tags)
    }
}
