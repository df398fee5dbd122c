import Control
import Lines

extension DutyRecord: Listable {
    static let nothing: SafeText = "Nothing planned."

    static let columns: [Column<DutyRecord>] = [
        Column("due", "DUE") { .time($0.due.instant) },
        Column("line", "LINE", alignment: .right) { .integer($0.line) },
        Column("name", "NAME", rank: 2, least: 24) { .text($0.name) },
        Column("what", "WHAT") { .text($0.what) },
        Column("deadline", "DEADLINE", rank: 1) { Cell($0.deadline?.instant) },
        Column("reason", "WHY", least: 40, shown: { $0.why(now: $1) }) {
            .sentence($0.reason)
        },
    ]

    /// The reason with a relative time: `expires in 3h 12m`.
    private func why(now: Instant) -> String {
        guard let words, let reasonTime else { return reason }
        return "\(words) \(RelativeTime.text(max(reasonTime.instant, now), now: now))"
    }
}

extension ActionRecord: Listable {
    static let nothing: SafeText = "No actions."

    static let columns: [Column<ActionRecord>] = [
        Column("id", "ID", alignment: .right) { .integer($0.id) },
        Column("kind", "KIND") { .text($0.kind) },
        Column("state", "STATE") { .text($0.state) },
        Column("line", "LINE", rank: 1, alignment: .right) { Cell($0.line) },
        Column("message", "MESSAGE", rank: 3, alignment: .right) { Cell($0.message) },
        Column("channel", "CHANNEL", rank: 2) { Cell($0.channel) },
        Column("origin", "BY", rank: 5) { .text($0.origin) },
        Column("attempts", "TRIES", rank: 6, alignment: .right) { .integer(Int64($0.attempts)) },
        Column("created_at") { .time($0.createdAt.instant) },
        Column("due_at", "WHEN", rank: 4, shown: { $0.when(now: $1) }) {
            .time($0.dueAt.instant)
        },
        Column("ended_at") { Cell($0.endedAt?.instant) },
        Column("result", "RESULT", rank: 1, least: 24) { Cell(sentence: $0.result) },
    ]

    /// When it ended, or when it is due.
    private func when(now: Instant) -> String {
        RelativeTime.text((endedAt ?? dueAt).instant, now: now)
    }
}

extension DoubtRecord: Listable {
    static let nothing: SafeText = "No doubts."

    static let columns: [Column<DoubtRecord>] = [
        Column("action", "ACTION", alignment: .right) { .integer($0.action) },
        Column("kind", "KIND") { .text($0.kind) },
        Column("line", "LINE", rank: 1, alignment: .right) { Cell($0.line) },
        Column("account", "ACCOUNT", rank: 4) { Cell($0.account) },
        Column("since", "SINCE", rank: 3) { .time($0.since.instant) },
        Column("cost", "COST", rank: 2, alignment: .right) { Cell($0.cost) },
        Column("known", "EVIDENCE", least: 30) { .sentence($0.known) },
        Column("remedy", "REMEDY", least: 24) { .sentence($0.remedy) },
    ]
}

extension EventRecord: Listable {
    static let nothing: SafeText = "No events."

    static let columns: [Column<EventRecord>] = [
        Column("id") { .integer($0.id) },
        Column("at", "WHEN") { .time($0.at.instant) },
        Column("kind", "EVENT") { .text($0.kind) },
        Column("line", "LINE", rank: 1, alignment: .right) { Cell($0.line) },
        Column("message", "MESSAGE", rank: 2, alignment: .right) { Cell($0.message) },
        Column("text", "TEXT", least: 24) { .sentence($0.text) },
    ]
}
