import Lines
import VirtualTime

/// The events of a life, for a person who must find out why it failed.
final class Diary: @unchecked Sendable {
    /// What is printed during a life.
    enum Detail {
        case nothing
        /// Events and calls.
        case events
        /// Also every statement written, with the number of jobs run until then.
        case statements
    }

    private let executor: VirtualExecutor
    private let telling: Detail
    /// The latest entries.
    private(set) var latest: [String] = []

    init(executor: VirtualExecutor, telling: Detail) {
        self.executor = executor
        self.telling = telling
    }

    func note(_ text: @autoclosure () -> String) {
        let seconds = executor.uptime.wholeSeconds
        let time =
            "day \(seconds / 86400) \(two(seconds / 3600 % 24)):"
            + "\(two(seconds / 60 % 60)):\(two(seconds % 60)) step \(executor.count)"
        let entry = "\(time)  \(text())"
        if telling != .nothing {
            print(telling == .statements ? "job \(executor.jobs)  \(entry)" : entry)
        }
        latest.append(entry)
        if latest.count > 200 { latest.removeFirst(160) }
    }

    /// A detail that is not kept, but printed for a person who follows a seed.
    func remark(_ text: @autoclosure () -> String) {
        if telling != .nothing { note("    " + text()) }
    }

    /// A written statement, for comparing two versions of the program.
    func record(_ statement: String) { print("job \(executor.jobs)  \(statement)") }

    private func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
