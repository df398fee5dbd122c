import GRDB
import Lines

/// The subject of rows as an SQL condition that an index can serve. Optional parts that are not
/// given are left out.
struct About {
    let condition: String
    /// The condition, for use after other conditions.
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
