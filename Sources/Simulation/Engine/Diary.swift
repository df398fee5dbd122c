import Lines
import VirtualTime

/// What happened in a life, for the person who has to find out why it failed.
final class Diary: @unchecked Sendable {
    private let steps: Steps
    private let isTraced: Bool
    /// The latest entries.
    private(set) var latest: [String] = []

    init(steps: Steps, isTraced: Bool) {
        self.steps = steps
        self.isTraced = isTraced
    }

    func note(_ text: @autoclosure () -> String) {
        let seconds = steps.uptime.wholeSeconds
        let time =
            "day \(seconds / 86400) \(two(seconds / 3600 % 24)):"
            + "\(two(seconds / 60 % 60)):\(two(seconds % 60)) step \(steps.count)"
        let entry = "\(time)  \(text())"
        if isTraced { print(entry) }
        latest.append(entry)
        if latest.count > 200 { latest.removeFirst(160) }
    }

    /// What is too much to keep, and is printed for one who follows a seed.
    func remark(_ text: @autoclosure () -> String) {
        if isTraced { note("    " + text()) }
    }

    private func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
