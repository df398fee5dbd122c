import Control
import Lines

/// A code as a list of one.
extension CodeRecord: Listable {
    static let nothing: SafeText = "No codes."

    static let columns: [Column<CodeRecord>] = [
        Column("line", "LINE", alignment: .right) { .integer($0.line) },
        Column("message", "MESSAGE", alignment: .right) { .integer($0.message) },
        Column("code", "CODE") { .text($0.code) },
        Column("sender", "SENDER") { Cell($0.sender) },
        Column("stored_at", "WHEN") { .time($0.storedAt.instant) },
    ]
}
