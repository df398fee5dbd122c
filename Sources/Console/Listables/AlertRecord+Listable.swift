import Control
import Lines

/// Troubles as a list.
extension AlertRecord: Listable {
    static let nothing: SafeText = "No open alerts."

    static let columns: [Column<AlertRecord>] = [
        Column("kind", "KIND", rank: 3) { .text($0.kind) },
        Column("subject", "OF", rank: 2) { Cell($0.subject) },
        Column("state", "STATE", rank: 4) { .text($0.state) },
        Column("since", "SINCE") { .time($0.since.instant) },
        Column("ended_at") { Cell($0.endedAt?.instant) },
        Column("is_told") { .flag($0.isTold) },
        Column("returns") { .integer(Int64($0.returns)) },
        Column("text", "WHAT", least: 30) { .sentence($0.text) },
        Column("remedy", "WHAT TO DO", least: 24) { .sentence($0.remedy) },
    ]
}
