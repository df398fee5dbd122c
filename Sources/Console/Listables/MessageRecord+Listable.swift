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
        Column("code", "CODE") { Cell($0.code) },
        Column("received_at") { Cell($0.receivedAt?.instant) },
        Column("stored_at") { .time($0.storedAt.instant) },
        Column("state", "STATE", rank: 7) { .text($0.state) },
        Column("route", "ROUTE", rank: 3) { Cell($0.route) },
        Column("tags", "TAGS", rank: 6) { .list($0.tags) },
    ]
}
