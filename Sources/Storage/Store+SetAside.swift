import GRDB
package import Lines

/// Actions that this version cannot read: kept, but never returned.
extension Store {
    /// Ends open actions of an unknown kind, for instance from a newer version, so that one row
    /// does not prevent the manager from starting.
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

    /// Actions whose state this version does not know. Whether they were carried out cannot be told,
    /// so they are left as they are.
    package func actionsOfUnknownState() throws(StoreError) -> [(id: Action.ID, state: String)] {
        try read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT id, state FROM action INDEXED BY action_unfinished
                    WHERE state != 'done' AND state NOT IN (\(Action.State.sqlList))
                    """)
        }.map { (id: $0["id"], state: $0["state"]) }.sorted { $0.id < $1.id }
    }

    /// Channels that have pending forwards.
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
