import GRDB
package import Lines

/// Reads what became of past orders, for the choice of the next.
extension Store {
    /// The most lines that are looked at, so that the answer takes as long with a long history as
    /// with a short one.
    package static let longestPast = 1000

    /// Activations among the latest lines whose outcome shows whether such an order succeeds,
    /// newest first. Adopted ones are left out: when they were ordered is unknown.
    package func pastOrders() throws(StoreError) -> [PastOrder] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT account, service, country, purchased_at, ended_at,
                        state IN ('waiting', 'ordering') OR in_doubt AS is_open,
                        (SELECT COALESCE(received_at, stored_at) FROM message
                            WHERE message.line = recent.id ORDER BY message.id LIMIT 1) AS first_at,
                        json_extract((SELECT payload FROM action
                            WHERE action.line = recent.id ORDER BY action.id LIMIT 1),
                            '$.pool') AS pool
                    FROM (SELECT * FROM line ORDER BY id DESC LIMIT ?) AS recent
                    WHERE kind = 'activation' AND adopted = 0 AND state <> 'lost'
                    ORDER BY id DESC
                    """,
                arguments: [Self.longestPast]
            ).compactMap { row in
                let ordered: Instant = row["purchased_at"]
                let first: Instant? = row["first_at"]
                if first == nil {
                    guard row["is_open"] == false, let ended: Instant = row["ended_at"],
                        ended - ordered >= PastOrder.shortestTrial
                    else { return nil }
                }
                return PastOrder(
                    account: row["account"], service: row["service"], country: row["country"],
                    pool: row["pool"], hasMessage: first != nil,
                    wait: first.map { max($0 - ordered, .zero) })
            }
        }
    }
}
