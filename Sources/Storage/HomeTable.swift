package import GRDB
package import Lines

extension Store {
    /// The identity of this home; `new` if it has none yet.
    package func homeID(orElse new: String) throws(StoreError) -> String {
        // A start that has nothing to write needs no disk space and no lock.
        if let known = try read({ try String.fetchOne($0, sql: "SELECT id FROM home") }) {
            return known
        }
        return try write { database in
            try database.execute(sql: "INSERT INTO home (id) VALUES (?)", arguments: [new])
            return new
        }
    }

    /// The contents of a database, in a few figures.
    package struct Summary: Equatable, Sendable {
        package var lines: Int
        package var messages: Int
        /// When the latest message was stored.
        package var newestMessage: Instant?
        package var doubts: Int
    }

    package func summary() throws(StoreError) -> Summary {
        try read { database in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
            return Summary(
                lines: try count("SELECT COUNT(*) FROM line"),
                messages: try count("SELECT COUNT(*) FROM message"),
                newestMessage: try Instant.fetchOne(
                    database, sql: "SELECT MAX(stored_at) FROM message"),
                doubts: try count("SELECT COUNT(*) FROM action WHERE state = 'doubt'"))
        }
    }

    /// Marks a new database as practice: nothing in it was really bought.
    package func beginPractice(_ id: String) throws(StoreError) {
        _ = try homeID(orElse: Self.practice + id)
    }

    package func isPractice() throws(StoreError) -> Bool {
        try read { try String.fetchOne($0, sql: "SELECT id FROM home") }?
            .hasPrefix(Self.practice) ?? false
    }

    private static let practice = "practice-"

    /// When this database replaced a later one; nil if it never did.
    package func restoredAt() throws(StoreError) -> Instant? {
        try read { try Instant.fetchOne($0, sql: "SELECT restored_at FROM home") }
    }
}

extension Database {
    /// Records that this database replaced a later one.
    ///
    /// - Parameter id: a new identity. Ids sent to receivers are made of the old identity and row
    ///   numbers that will be used again; with the old identity, a receiver would drop new messages
    ///   as repeats.
    package func markRestored(as id: String, at now: Instant) throws {
        try execute(sql: "DELETE FROM home")
        // The balance has moved since the copy was made for reasons that nothing in it tells.
        try execute(sql: "DELETE FROM comparison")
        try execute(
            sql: "INSERT INTO home (id, restored_at) VALUES (?, ?)", arguments: [id, now])
    }
}
