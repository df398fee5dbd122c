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

    /// Stores a message of a person's own number. One that was stored under the same id is completed
    /// by what this post says more, unless the texts have nothing in common: not every sender's ids
    /// are unique.
    package func record(
        posted shown: ReceivedMessage, id: String, on line: Line, at now: Instant
    ) throws -> Receipt {
        if let part = shown.part {
            guard let whole = try join(part, shown, id: id, on: line, at: now) else {
                return Receipt()
            }
            return try record(joined: whole.message, id: whole.id, on: line, at: now)
        }
        var key = MessageKey(posted: id, on: line.id)
        var known = try posted(key)
        if let other = known, !shown.continues(other.text) {
            key = MessageKey(posted: id, text: shown.text, on: line.id)
            known = try posted(key)
        }
        var receipt = Receipt()
        if let known {
            var fuller = shown
            // The first post knows best when it came.
            fuller.receivedAt = nil
            receipt.add(try complete(known.id, by: fuller, nil, on: line))
        } else {
            receipt.stored.append(
                try store(shown.filed(on: line, at: now, nil, isFirst: true), key))
        }
        return receipt
    }

    /// Stores a message that is joined from parts, or completes it by those that came since.
    private func record(
        joined shown: ReceivedMessage, id: String, on line: Line, at now: Instant
    ) throws -> Receipt {
        let key = MessageKey(posted: id, on: line.id)
        var receipt = Receipt()
        if let known = try posted(key) {
            var fuller = shown
            fuller.receivedAt = nil
            receipt.add(try complete(known.id, by: fuller, nil, on: line))
        } else {
            receipt.stored.append(
                try store(shown.filed(on: line, at: now, nil, isFirst: true), key))
        }
        return receipt
    }

    private func posted(_ key: MessageKey) throws -> (id: Message.ID, text: String)? {
        try Row.fetchOne(
            try cachedStatement(sql: "SELECT id, text FROM message WHERE identity = ?"),
            arguments: [key.text]
        ).map { ($0["id"], $0["text"]) }
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
