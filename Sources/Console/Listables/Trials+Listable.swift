import Control
import Lines

/// What scripts would do, in tables, JSON and CSV: decisions as one text each, with their places.
extension RehearsalRecord: Listable {
    static let nothing: SafeText = "No messages to try it on."

    static let columns: [Column<RehearsalRecord>] = [
        Column("subject", "SUBJECT") { .text($0.subject) },
        Column("message") { Cell($0.message) },
        Column("sender", "SENDER", rank: 1) { Cell($0.sender) },
        Column("script", "SCRIPT") { .text($0.script) },
        Column("outcome", "OUTCOME") { .text($0.outcome) },
        Column("decisions", "DECISIONS", least: 24) { .list($0.decisions.map(\.placed)) },
        Column("locals") { row in
            .list(row.decisions.flatMap(\.placedLocals))
        },
        Column("log", "LOG", rank: 2, least: 24) { .list($0.log) },
        Column("failure", "FAILURE", least: 24) { Cell($0.failure) },
        Column("microseconds") { .integer($0.microseconds) },
        Column("lines") { row in
            .list((row.lines ?? []).map { "\($0.file):\($0.line) ×\($0.count) \($0.text)" })
        },
    ]
}

extension ComparisonRecord: Listable {
    static let nothing: SafeText = "Nothing changes."

    static let columns: [Column<ComparisonRecord>] = [
        Column("message", "MESSAGE", alignment: .right) { .integer($0.message) },
        Column("sender", "SENDER", rank: 1, least: 12) { Cell($0.sender) },
        Column("text", "TEXT", rank: 2, least: 16) { .text($0.text) },
        Column(
            "outcome", "OUTCOME",
            shown: { row, _ in
                row.outcomeBefore == row.outcomeAfter
                    ? row.outcomeAfter : "\(row.outcomeBefore) → \(row.outcomeAfter)"
            }
        ) { .text($0.outcomeAfter) },
        Column("outcome_before") { .text($0.outcomeBefore) },
        Column(
            "removed", "NO LONGER", least: 24,
            shown: { row, _ in row.removed.map(\.placed).joined(separator: " · ") }
        ) { .list($0.removed.map(\.placed)) },
        Column(
            "added", "NEWLY", least: 24,
            shown: { row, _ in row.added.map(\.placed).joined(separator: " · ") }
        ) { .list($0.added.map(\.placed)) },
        Column("failure", "FAILURE", rank: 3, least: 24) { Cell($0.failure) },
    ]
}

extension VersionListing: Listable {
    static let nothing: SafeText = "No versions are kept."

    static let columns: [Column<VersionListing>] = [
        Column("hash", "HASH") { .text($0.hash) },
        Column("since", "SINCE") { .time($0.since.instant) },
        Column("state", "STATE") { .text($0.state) },
        Column("lines", "LINES", alignment: .right) { .integer(Int64($0.lines)) },
        Column("bytes", "BYTES", alignment: .right) { .integer(Int64($0.bytes)) },
    ]
}

extension VersionText: Listable {
    static let nothing: SafeText = "No versions are kept."

    static let columns: [Column<VersionText>] = [
        Column("script", "SCRIPT") { .text($0.script) },
        Column("hash", "HASH") { .text($0.hash) },
        Column("since", "SINCE") { .time($0.since.instant) },
        Column("text", "TEXT", least: 24) { .text($0.text) },
    ]
}

extension EvaluatedRecord: Listable {
    static let nothing: SafeText = "Nothing was evaluated."

    static let columns: [Column<EvaluatedRecord>] = [
        Column("values", "VALUES", least: 24) { .list($0.values) },
        Column("decisions", "DECISIONS", least: 24) { .list($0.decisions.map(\.placed)) },
        Column("log", "LOG", least: 24) { .list($0.log) },
        Column("failure", "FAILURE", least: 24) { Cell($0.failure) },
    ]
}
