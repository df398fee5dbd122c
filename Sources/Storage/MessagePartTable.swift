import GRDB
import Lines

/// Parts of long messages, which some carriers post one by one and in any order.
extension Database {
    /// The longest time between two parts of one message: a carrier repeats a post for a day. A
    /// sender uses the number of a message again sooner or later.
    private static let longestGap = Duration.days(1)

    /// Keeps a part, and returns the message as far as it is known.
    ///
    /// - Parameter id: of the part itself, the same however often it is posted.
    /// - Returns: nil if the part was there already.
    func join(
        _ part: MessagePart, _ shown: ReceivedMessage, id: String, on line: Line, at now: Instant
    ) throws -> (message: ReceivedMessage, id: String)? {
        try perform(
            "DELETE FROM message_part WHERE stored_at < ?", [now - Self.longestGap])
        let isKnown = try exists(
            "SELECT 1 FROM message_part WHERE line = ? AND id = ?", [line.id, id])
        guard !isKnown else { return nil }
        // The latest message of the series that lacks this part, if any.
        let others = try Row.fetchAll(
            self,
            sql: """
                SELECT message, part, text FROM message_part WHERE line = ? AND series = ?
                ORDER BY stored_at DESC
                """, arguments: [line.id, part.series])
        let latest = others.first?["message"] as String?
        let parts = others.filter { $0["message"] as String? == latest }
        let isNext = !parts.isEmpty && !parts.contains { $0["part"] as Int == part.number }
        let message = isNext ? latest ?? id : id
        try perform(
            """
            INSERT INTO message_part (line, id, series, message, part, text, stored_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, [line.id, id, part.series, message, part.number, shown.text, now])
        var joined = shown
        var texts = [(part.number, shown.text)]
        if isNext { texts += parts.map { ($0["part"] as Int, $0["text"] as String) } }
        joined.text = texts.sorted { $0.0 < $1.0 }.map(\.1).joined()
        return (joined, message)
    }
}
