import GRDB
package import Lines

/// Which of the forwards that were given up are meant.
package struct DeadForwards: Equatable, Sendable {
    package var channel: String?
    package var line: Line.ID?
    /// The script that decided them.
    package var script: String?
    /// Only those given up since.
    package var since: Instant?
    /// Only those after this one, to go on with a long list.
    package var after: Action.ID = 0
    /// Only those up to this one: what is given up meanwhile was not agreed to.
    package var upTo: Action.ID?

    package init() {}
}

extension Store {
    /// The oldest ones first.
    package func forwards(_ dead: DeadForwards, limit: Int) throws(StoreError) -> [Action] {
        try read {
            try ActionRow.fetchAll(
                $0, sql: "SELECT * FROM action \(Self.condition) ORDER BY id LIMIT ?7",
                arguments: dead.arguments + [limit])
        }.map(\.action)
    }

    /// The newest ones first.
    package func latestForwards(_ dead: DeadForwards, limit: Int) throws(StoreError) -> [Action] {
        try read {
            try ActionRow.fetchAll(
                $0, sql: "SELECT * FROM action \(Self.condition) ORDER BY id DESC LIMIT ?7",
                arguments: dead.arguments + [limit])
        }.map(\.action)
    }

    /// How many there are, and the last one; nil if there is none.
    package func count(_ dead: DeadForwards) throws(StoreError) -> (count: Int, last: Action.ID?) {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT COUNT(*) AS n, MAX(id) AS last FROM action \(Self.condition)",
                arguments: dead.arguments)
            return (row?["n"] ?? 0, row?["last"])
        }
    }

    /// What failed has an index of its own, in the order of the ids.
    private static let condition = """
        WHERE state = 'failed' AND state != 'done' AND kind = 'forward'
            AND id > ?1 AND id <= ?2 AND (?3 IS NULL OR channel = ?3)
            AND (?4 IS NULL OR line = ?4) AND (?5 IS NULL OR origin = ?5)
            AND (?6 IS NULL OR ended_at >= ?6)
        """
}

extension DeadForwards {
    fileprivate var arguments: StatementArguments {
        [after, upTo ?? .max, channel, line, script, since]
    }
}
