import Foundation
import Synchronization

extension Store {
    /// The rows of a person's query: every value as text, nil for NULL.
    package struct Table: Codable, Sendable, Equatable {
        package var columns: [String]
        package var rows: [[String?]]
        /// Whether there were more rows than the limit.
        package var isCut: Bool
    }

    /// The maximum number of statements that run at once, each in a process of its own.
    private static let mostAtOnce = 8

    /// Runs one read-only statement; any other is refused with the reason.
    ///
    /// The statement runs in a process that can do nothing but read the database. If it makes
    /// SQLite crash, fill memory or run forever, nobody else is affected. The process ends with the
    /// task.
    package func query(_ sql: String, limit: Int) async throws(StoreError) -> Table {
        guard let path else { throw .badQuery("A database in memory cannot be queried.") }
        let isFree = questions.withLock {
            guard $0 < Self.mostAtOnce else { return false }
            $0 += 1
            return true
        }
        guard isFree else {
            throw .badQuery(
                "\(Self.mostAtOnce) statements are already running. Ask again when one has ended."
            )
        }
        defer { questions.withLock { $0 -= 1 } }
        let child = QuestionChild(executable: program)
        let zone = ProcessInfo.processInfo.environment["TZ"]
        let reply = await withTaskCancellationHandler {
            await child.ask(Question(sql: sql, limit: limit, path: path, zone: zone))
        } onCancel: {
            child.giveUp()
        }
        switch reply {
        case .table(let table): return table
        case .refused(let reason): throw .badQuery(reason)
        case .damaged:
            note(.corrupt(path: path))
            throw .corrupt(path: path)
        }
    }
}
