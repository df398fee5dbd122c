import GRDB
import Synchronization

/// What is written, statement by statement: two versions of the program that write the same do the same.
extension Store {
    private static let changes = ["INSERT", "UPDATE", "DELETE", "REPLACE", "COMMIT", "ROLLBACK"]

    /// Hands on every statement of every transaction that writes, in one line and with its values, as it
    /// is run.
    package func trace(_ note: @escaping @Sendable (String) -> Void) {
        let isWriting = Mutex(false)
        database.unsafeReentrantWrite { database in
            database.trace { event in
                guard case .statement(let statement) = event else { return }
                let sql = statement.sql
                if sql.hasPrefix("BEGIN") {
                    isWriting.withLock { $0 = sql.hasPrefix("BEGIN IMMEDIATE") }
                }
                guard isWriting.withLock({ $0 }),
                    Self.changes.contains(where: sql.hasPrefix)
                else { return }
                note(Self.line(statement.expandedSQL))
            }
        }
    }

    private static func line(_ sql: String) -> String {
        let words = sql.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        guard words.hasPrefix("INSERT INTO run "), let last = words.lastIndex(of: ",") else {
            return words
        }
        // How long a script took is the machine's to say.
        return words[...last] + " -)"
    }
}
