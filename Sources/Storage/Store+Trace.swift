import GRDB
import Synchronization

/// A trace of the statements written: two versions of the program that write the same statements
/// behave the same.
extension Store {
    private static let changes = ["INSERT", "UPDATE", "DELETE", "REPLACE", "COMMIT", "ROLLBACK"]

    /// Reports every statement of every writing transaction as it runs, in one line with its
    /// values.
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
        // The run time of a script depends on the machine.
        return words[...last] + " -)"
    }
}
