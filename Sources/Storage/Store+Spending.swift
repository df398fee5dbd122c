import GRDB
package import Lines

/// Charges and refunds of one group in one currency.
package struct SpendGroup: Equatable, Sendable {
    /// The account, the service, the line's id, or the month as `2026-02`; nil if there is none,
    /// for instance the service of a rental for any service.
    package var name: String?
    package var charged: Money
    package var returned: Money
    /// The number of charges.
    package var charges: Int

    package init(name: String?, charged: Money, returned: Money, charges: Int) {
        self.name = name
        self.charged = charged
        self.returned = returned
        self.charges = charges
    }

    package var spent: Money { charged - returned }
}

extension Store {
    /// The most entries that are summed up: the latest ones, so that the answer does not take longer
    /// with every year.
    package static let longestSum = 100_000

    /// Sums of charges and refunds since an instant; months in their order, everything else by the
    /// amount spent, most first. Amounts of different currencies are never added.
    ///
    /// - Parameter clock: the person's, for the months; UTC if empty.
    package func spending(
        by grouping: SpendGrouping, since: Instant?, clock: [ClockOffset] = [], limit: Int
    ) throws(StoreError) -> [SpendGroup] {
        let name =
            switch grouping {
            case .account: "entry.account"
            case .service: "line.service"
            case .line: "CAST(entry.line AS TEXT)"
            case .month:
                "strftime('%Y-%m', entry.at / 1000 + \(Self.seconds(ahead: clock)), 'unixepoch')"
            }
        let order = grouping == .month ? "name, currency" : "charged - returned DESC, name"
        return try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(name) AS name, entry.currency AS currency,
                        SUM(IIF(entry.kind = 'charge', entry.amount, 0)) AS charged,
                        SUM(IIF(entry.kind = 'refund', entry.amount, 0)) AS returned,
                        SUM(entry.kind = 'charge') AS charges
                    FROM (SELECT * FROM ledger WHERE at >= ? ORDER BY id DESC LIMIT ?) AS entry
                    LEFT JOIN line ON line.id = entry.line
                    GROUP BY 1, 2 ORDER BY \(order) LIMIT ?
                    """,
                arguments: [since ?? Instant(milliseconds: .min), Self.longestSum, limit]
            ).map { row in
                SpendGroup(
                    name: row["name"],
                    charged: Money(tenThousandths: row["charged"], currency: row["currency"]),
                    returned: Money(tenThousandths: row["returned"], currency: row["currency"]),
                    charges: row["charges"])
            }
        }
    }

    /// Sums of charges and refunds by currency, the largest first.
    ///
    /// - Parameter before: the end of the time, which is not part of it; now if nil.
    package func spending(
        since: Instant, before: Instant?, account: String?
    ) throws(StoreError) -> [SpendGroup] {
        try read { database in
            try Row.fetchAll(
                try database.cachedStatement(
                    sql: """
                        SELECT currency, SUM(IIF(kind = 'charge', amount, 0)) AS charged,
                            SUM(IIF(kind = 'refund', amount, 0)) AS returned,
                            SUM(kind = 'charge') AS charges
                        FROM (SELECT * FROM ledger INDEXED BY ledger_at
                            WHERE at >= ?1 AND at < ?2 ORDER BY at DESC LIMIT ?3)
                        WHERE ?4 IS NULL OR account = ?4
                        GROUP BY currency ORDER BY charged - returned DESC, currency
                        """),
                arguments: [
                    since, before ?? Instant(milliseconds: .max), Self.longestSum, account,
                ]
            ).map { row in
                SpendGroup(
                    name: account,
                    charged: Money(tenThousandths: row["charged"], currency: row["currency"]),
                    returned: Money(tenThousandths: row["returned"], currency: row["currency"]),
                    charges: row["charges"])
            }
        }
    }

    /// How many seconds a clock was ahead of UTC at an entry, in SQL.
    private static func seconds(ahead clock: [ClockOffset]) -> String {
        let latestFirst = clock.sorted { $0.since > $1.since }
        guard let first = latestFirst.last else { return "0" }
        let cases = latestFirst.dropLast().map {
            "WHEN entry.at >= \($0.since) THEN \($0.seconds)"
        }
        return cases.isEmpty
            ? "\(first.seconds)"
            : "CASE \(cases.joined(separator: " ")) ELSE \(first.seconds) END"
    }
}
