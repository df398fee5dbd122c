import Control
import Lines

/// Messages as a list: the fields of the inbox.
extension MessageRecord: Listable {
    static let nothing: SafeText = "No messages."

    static let columns: [Column<MessageRecord>] = [
        Column("id", "ID", alignment: .right) { .integer($0.id) },
        Column("line", "LINE", rank: 2, alignment: .right) { .integer($0.line) },
        Column("number") { Cell($0.number) },
        Column(tableOnly: "NAME", least: 14) { message, _ in
            message.label ?? message.number ?? ""
        },
        Column(tableOnly: "WHEN") {
            RelativeTime.text(($0.receivedAt ?? $0.storedAt).instant, now: $1)
        },
        Column("sender", "SENDER", rank: 1, least: 12) { Cell($0.sender) },
        Column("text", "TEXT", least: 24) { .text($0.text) },
        Column("code", "CODE", shown: { $0.code(now: $1) }) { Cell($0.code) },
        Column("received_at") { Cell($0.receivedAt?.instant) },
        Column("stored_at") { .time($0.storedAt.instant) },
        Column("state", "STATE", rank: 7) { .text($0.state) },
        Column("route", "ROUTE", rank: 3) { Cell($0.route) },
        Column("tags", "TAGS", rank: 6) { .list($0.tags) },
        Column("code_confidence") { Cell($0.codeConfidence) },
        Column("code_reason") { Cell($0.codeReason) },
        Column("code_valid_until") { Cell($0.codeValidUntil?.instant) },
        Column("code_for") { Cell($0.codeFor) },
        Column("code_told") { Cell($0.codeTold) },
        Column("kind") { Cell($0.kind) },
    ]

    /// A code as a person sees it: a guess with a question mark.
    static func shown(_ code: String?, _ confidence: String?) -> String? {
        code.map { confidence == "likely" ? "\($0)?" : $0 }
    }

    var shownCode: String? { Self.shown(code, codeConfidence) }

    /// The code, and how long it is still good.
    private func code(now: Instant) -> String {
        let left = codeValidUntil.flatMap { CodeValidity.left(until: $0.instant, now: now) }
        return [shownCode, left.map { "\($0) left" }].compactMap { $0 }.joined(separator: ", ")
    }
}
