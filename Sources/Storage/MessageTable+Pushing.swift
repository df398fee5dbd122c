package import GRDB
package import Lines

extension Database {
    /// Stores a pushed message unless a look has already reported it.
    ///
    /// A push says less than a look, so the message has a key of its own until a look completes it.
    package func record(
        pushed shown: ReceivedMessage, on line: Line, at now: Instant
    ) throws -> Message? {
        let message = shown.filed(on: line, at: now, nil, isFirst: true)
        guard try !isSentAgain(shown, message, on: line, at: now) else { return nil }
        return try store(
            message, MessageKey(pushed: shown.text, at: shown.receivedAt ?? now, on: line.id))
    }

    /// Longer than a webhook is retried: five times, the last after twelve hours.
    private static let pushMemory = Duration.days(1)

    /// Whether it was pushed twice, reported by a look first, or replayed by an eavesdropper. The
    /// next look separates two equal messages; a rental may have no look, but its messages arrive
    /// apart.
    private func isSentAgain(
        _ shown: ReceivedMessage, _ message: Message, on line: Line, at now: Instant
    ) throws -> Bool {
        let isRental = line.kind == .rental
        let time = isRental ? shown.receivedAt : nil
        let (code, told) = (message.code, message.oneTimeCode?.told)
        if let time {
            let isThere = try exists(
                """
                SELECT 1 FROM message
                WHERE line = ?1 AND received_at = ?5
                    AND (text = ?2 OR \(Self.isBareCode(shown: "?2", codes: "?3, ?4")))
                """, [line.id, shown.text, code, told, time])
            if isThere { return true }
        }
        let since = isRental ? now - Self.pushMemory : Instant(milliseconds: 0)
        let isUndated = "stored_at > ?3 AND (?4 IS NULL OR received_at IS NULL)"
        return try exists(
            """
            SELECT 1 FROM message
            WHERE line = ?1 AND \(Self.alike) AND text = ?2 AND \(isUndated)
            """, [line.id, shown.text, since, time])
            || exists(
                """
                SELECT 1 FROM message
                WHERE line = ?1 AND \(Self.isBareCode(shown: "?2", codes: "?5, ?6"))
                    AND \(isUndated)
                """, [line.id, shown.text, since, time, code, told])
    }
}
