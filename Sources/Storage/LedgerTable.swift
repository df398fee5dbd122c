package import GRDB
package import Lines

/// One charge or refund. Written when it happens, never changed.
package struct LedgerEntry: Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case charge, refund
    }

    package var at: Instant
    package var account: String
    package var line: Line.ID?
    package var action: Action.ID?
    package var kind: Kind
    /// Its purpose: `order`, `rent`, `extend`, `cancel`, ...
    package var what: String
    /// Who decided it: `console`, `plan` or a script's file name.
    package var origin: String
    /// Always positive; `kind` tells the direction.
    package var amount: Money

    package init(
        at: Instant, account: String, line: Line.ID?, action: Action.ID?, kind: Kind,
        what: String, origin: String, amount: Money
    ) {
        self.at = at
        self.account = account
        self.line = line
        self.action = action
        self.kind = kind
        self.what = what
        self.origin = origin
        self.amount = amount
    }
}

extension Store {
    /// The number of the last entry; 0 if there is none.
    package func lastLedgerEntry() throws(StoreError) -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT MAX(id) FROM ledger") } ?? 0
    }

    /// Refunds minus charges of an account after an entry.
    package func movement(
        on account: String, after entry: Int64, currency: String
    ) throws(StoreError) -> Money {
        let sum = try read {
            try Int64.fetchOne(
                $0,
                sql: """
                    SELECT SUM(IIF(kind = 'charge', -amount, amount)) FROM ledger
                    WHERE id > ? AND account = ? AND currency = ?
                    """,
                arguments: [entry, account, currency])
        }
        return Money(tenThousandths: sum ?? 0, currency: currency)
    }

    /// Refunds of an account booked after an entry, except those of one action.
    package func returned(
        on account: String, after entry: Int64, besides action: Int64, currency: String
    ) throws(StoreError) -> [Money] {
        try read {
            try Int64.fetchAll(
                $0,
                sql: """
                    SELECT amount FROM ledger WHERE id > ? AND account = ? AND currency = ?
                        AND kind <> 'charge' AND action IS NOT ?
                    """,
                arguments: [entry, account, currency, action])
        }.map { Money(tenThousandths: $0, currency: currency) }
    }

    /// Charges minus refunds of a line; nil if nothing was booked.
    package func paid(for line: Int64, currency: String) throws(StoreError) -> Money? {
        let sum = try read {
            try Int64.fetchOne(
                $0,
                sql: """
                    SELECT SUM(IIF(kind = 'charge', amount, -amount)) FROM ledger
                    WHERE line = ? AND currency = ?
                    """,
                arguments: [line, currency])
        }
        return sum.map { Money(tenThousandths: max(0, $0), currency: currency) }
    }

    /// Charges and refunds since an instant, newest first.
    package func ledger(since: Instant?, limit: Int) throws(StoreError) -> [LedgerEntry] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM ledger WHERE at >= ? ORDER BY id DESC LIMIT ?",
                arguments: [since ?? Instant(milliseconds: .min), limit]
            ).map { row in
                LedgerEntry(
                    at: row["at"], account: row["account"], line: row["line"],
                    action: row["action"],
                    kind: LedgerEntry.Kind(rawValue: row["kind"]) ?? .charge,
                    what: row["what"], origin: row["origin"],
                    amount: Money(tenThousandths: row["amount"], currency: row["currency"]))
            }
        }
    }
}

extension Database {
    package func append(_ entry: LedgerEntry) throws {
        try perform(
            """
            INSERT INTO ledger
                (at, account, line, action, kind, what, origin, amount, currency)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                entry.at, entry.account, entry.line, entry.action, entry.kind.rawValue,
                entry.what, entry.origin, entry.amount.tenThousandths, entry.amount.currency,
            ])
    }

    /// Net spending since `since`.
    ///
    /// A refund offsets only charges for the same line in the same period: returning something that
    /// another bought, or that was bought long ago, is no licence to spend.
    ///
    /// - Parameters:
    ///   - account: only this account, if given.
    ///   - byScripts: only spending decided by scripts, if true.
    package func spent(
        since: Instant, account: String? = nil, byScripts: Bool = false, currency: String
    ) throws -> Money {
        let total = try Int64.fetchOne(
            self,
            sql: """
                SELECT SUM(MAX(0, charged - returned)) FROM (
                    SELECT
                        SUM(IIF(kind = 'charge' AND (?4 = 0 OR origin LIKE '%.lua'), amount, 0))
                            AS charged,
                        SUM(IIF(kind = 'refund', amount, 0)) AS returned
                    FROM ledger
                    WHERE at >= ?1 AND currency = ?2 AND (?3 IS NULL OR account = ?3)
                    GROUP BY COALESCE(line, -id))
                """,
            arguments: [since, currency, account, byScripts])
        return Money(tenThousandths: total ?? 0, currency: currency)
    }
}
