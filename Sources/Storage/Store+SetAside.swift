import GRDB
package import Lines

/// Actions that this version cannot read: kept, but never handed to anybody.
extension Store {
    /// Ends open actions whose kind is not known here, such as those of a newer version, so that one
    /// row keeps no manager from starting.
    ///
    /// - Returns: the id and kind of each.
    package func endUnknownActions(
        at now: Instant
    ) throws(StoreError) -> [(id: Action.ID, kind: String)] {
        let unknown =
            "state != 'done' AND state IN ('pending', 'running', 'doubt') "
            + "AND kind NOT IN (\(Action.Kind.sqlList))"
        let isNone = try read {
            try Row.fetchOne($0, sql: "SELECT 1 FROM action WHERE \(unknown)") == nil
        }
        guard !isNone else { return [] }
        return try write { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    UPDATE action SET state = 'failed', ended_at = ?,
                        result = 'It is of the kind "' || kind || '", which this version does not know.'
                    WHERE \(unknown) RETURNING id, kind
                    """,
                arguments: [now])
            return rows.map { ($0["id"], $0["kind"]) }
        }
    }

    /// Channels that pending forwards wait for.
    package func channelsOfPendingForwards() throws(StoreError) -> [String] {
        try read {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT DISTINCT channel FROM action
                    WHERE kind = 'forward' AND state = 'pending' AND channel IS NOT NULL
                    """)
        }
    }
}

extension Action.Kind {
    /// Every kind there is, as SQL writes a list of texts.
    static let sqlList = allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
}

extension Action.State {
    static let sqlList = allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
}
