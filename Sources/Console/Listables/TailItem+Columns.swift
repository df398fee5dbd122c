import Control
import Lines

extension TailItem {
    /// The event, and its message with the fields of `inbox`.
    static let columns: [Column<TailItem>] = [
        Column("id") { .integer($0.event.id) },
        Column("at") { .time($0.event.at.instant) },
        Column("kind") { .text($0.event.kind) },
        Column("line") { Cell($0.event.line) },
        Column("message") { Cell($0.event.message) },
        Column("text") { .text($0.event.text) },
        Column("sender") { Cell($0.message?.sender) },
        Column("message_text") { Cell($0.message?.text) },
        Column("code") { Cell($0.message?.code) },
        Column("code_confidence") { Cell($0.message?.codeConfidence) },
    ]
}
