import Accounts
import Channels
import Lines

/// One notice for several forwards: a line for each, in the order in which they came.
struct DigestContent {
    /// How many of the forwards, from the first on, it holds.
    let count: Int
    let content: ForwardContent

    /// As many of the forwards as there is room for. One that is too long by itself is none: it is
    /// sent as it is.
    init(of actions: [Action], within timing: ChannelTiming, zone: LocalZone, at now: Instant) {
        var lines: [String] = []
        var room = timing.digestBytes
        var priorities: [ForwardPriority] = []
        for action in actions.prefix(timing.mostInDigest) {
            let content = action.content ?? ForwardContent(text: "")
            let clock = DateText.clock(action.createdAt, in: zone, at: now)
            let line = "\(clock)  \(Self.line(content))"
            room -= line.utf8.count + 1
            guard room >= 0 else { break }
            lines.append(line)
            priorities += [content.priority].compactMap { $0 }
        }
        count = lines.count
        let since = actions.first.map { DateText.clock($0.createdAt, in: zone, at: now) } ?? ""
        content = ForwardContent(
            title: "\(counted(count, "message")) since \(since)",
            text: lines.joined(separator: "\n"),
            priority: priorities.max { $0.level < $1.level })
    }

    /// A stranger's text is one line: it cannot look like several messages.
    private static func line(_ content: ForwardContent) -> String {
        [content.title, content.text].compactMap { $0 }.filter { !$0.isEmpty }
            .map { $0.plainLine(limit: $0.unicodeScalars.count) }.joined(separator: ": ")
    }
}
