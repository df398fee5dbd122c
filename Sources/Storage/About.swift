import GRDB
import Lines

/// What rows are about, as a condition that an index answers: one that may be left out is not written.
struct About {
    let condition: String
    /// The same, where other conditions stand before it.
    let further: String
    let arguments: StatementArguments

    init(line: Line.ID?, message: Message.ID?) {
        var conditions: [String] = []
        var arguments = StatementArguments()
        if let line {
            conditions.append("line = ?")
            arguments += [line]
        }
        if let message {
            conditions.append("message = ?")
            arguments += [message]
        }
        condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        further = conditions.map { "AND \($0)" }.joined(separator: " ")
        self.arguments = arguments
    }
}
