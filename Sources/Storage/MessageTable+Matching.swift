import GRDB
import Lines

/// Finds the stored message that equals a shown one, without reading a line's history.
extension Database {
    /// Stored messages that were or should have been shown before and are not in a list.
    func missing(
        from listing: MessageListing, on line: Line, _ reading: Reading
    ) throws -> [StoredMessage] {
        let listed = Set(listing.entries.map(\.key))
        return try vanished(reading.shownBefore, listed, on: line)
            ?? around(listing, on: line).compactMap { row in
                listed.contains(MessageKey(stored: row.identity)) ? nil : StoredMessage(row.message)
            }
    }

    /// Messages shown before but not listed now; nil if that is unknown.
    private func vanished(
        _ before: Set<MessageKey>?, _ listed: Set<MessageKey>, on line: Line
    ) throws -> [StoredMessage]? {
        guard let before else { return nil }
        var rows: [MessageRow] = []
        for key in before where !listed.contains(key) {
            let row = try MessageRow.fetchOne(
                try cachedStatement(sql: "SELECT * FROM message WHERE identity = ?"),
                arguments: [key.text])
            // It was shown then in a less complete form than the stored one.
            guard let row else { return nil }
            rows.append(row)
        }
        let pushed = MessageKey.pushed(line.id)
        rows += try MessageRow.fetchAll(
            try cachedStatement(
                sql: "SELECT * FROM message WHERE identity >= ? AND identity < ? LIMIT 64"),
            arguments: [pushed.lowerBound, pushed.upperBound])
        return rows.map { StoredMessage($0.message) }
    }

    /// No two zones, and no correction of a time, differ by more.
    private static let reach = Duration.hours(26)
    /// How many more messages than a list shows are searched: the list may omit newer ones.
    private static let spare = 256

    /// Messages that a list may have shown: the latest of a line around the list's times.
    private func around(_ listing: MessageListing, on line: Line) throws -> [MessageRow] {
        let (count, episode) = (listing.entries.count, listing.episode)
        let times = listing.entries.compactMap(\.message.receivedAt)
        let first = times.min().map { $0 - Self.reach } ?? Instant(milliseconds: .min)
        let last = times.max().map { $0 + Self.reach } ?? Instant(milliseconds: .max)
        let dated = try MessageRow.fetchAll(
            try cachedStatement(
                sql: """
                    SELECT * FROM message WHERE line = ? AND received_at BETWEEN ? AND ?
                    ORDER BY received_at DESC, id DESC LIMIT ?
                    """),
            arguments: [line.id, first, last, count + (times.isEmpty ? 0 : Self.spare)])
        let undated = try MessageRow.fetchAll(
            try cachedStatement(
                sql: """
                    SELECT * FROM message WHERE line = ? AND received_at IS NULL
                    ORDER BY id DESC LIMIT ?
                    """),
            arguments: [line.id, count])
        // A message reported for another code request is another message, whatever its words.
        let ours = [
            MessageKey.undated(line.id, episode: episode).lowerBound,
            MessageKey.pushed(line.id).lowerBound,
        ]
        return dated
            + undated.filter { row in ours.contains { row.identity.hasPrefix($0) } }
    }

    /// When a new message can have arrived: since the last look, on the provider's clock, and the
    /// same shifted by the recent error of its stamps. A line whose stamps were hours off keeps
    /// that error, unless the messages were merely found late.
    func arrivals(
        on line: Line, _ reading: Reading, isAsked: Bool
    ) throws -> [ClosedRange<Instant>] {
        guard isAsked, let looked = line.toldAt else {
            return [Instant(milliseconds: .min / 4)...(reading.there + .minutes(1))]
        }
        let late = try Int64.fetchOne(
            try cachedStatement(
                sql: """
                    SELECT MIN(stored_at - received_at) FROM (
                        SELECT stored_at, received_at, backlog FROM message
                        WHERE line = ? ORDER BY id DESC LIMIT 16)
                    WHERE backlog = 0
                    """),
            arguments: [line.id])
        let delay = Duration.milliseconds(late ?? 0)
        let isOff = (.minutes(2)...(.hours(26))).contains(delay < .zero ? .zero - delay : delay)
        return (isOff ? [.zero, delay] : [.zero]).map { shift in
            let from = looked - shift
            return from...max(from, reading.there - shift + .minutes(1))
        }
    }

    /// The message that another call reported with its time, since the last request for another
    /// code.
    func datedTwin(
        of shown: ReceivedMessage, _ message: Message, on line: Line
    ) throws -> Message.ID? {
        guard shown.receivedAt == nil, let told = shown.code, line.kind == .activation else {
            return nil
        }
        return try Int64.fetchOne(
            try cachedStatement(
                sql: """
                    SELECT id FROM message
                    WHERE line = ?1 AND \(Self.isOfCode("?2, ?6"))
                        AND substr(identity, 1, ?3) = ?4
                        AND (text = ?5 OR \(Self.isBareCode(shown: "?5", codes: "?2, ?6")))
                        AND stored_at >= COALESCE(
                            (SELECT MAX(at) FROM event
                            WHERE line = ?1 AND kind IN ('resent', 'swapped')), 0)
                    LIMIT 1
                    """),
            arguments: [
                line.id, told, "\(line.id)|t".count, "\(line.id)|t", shown.text, message.code,
            ])
    }

    /// Some calls return only the code, others the full text. Within one episode they are the same
    /// message, and the fuller text is kept.
    func undatedTwin(
        of shown: ReceivedMessage, _ message: Message, on line: Line, episode: Int
    ) throws -> Message.ID? {
        guard shown.receivedAt == nil, let told = shown.code else { return nil }
        let keys = MessageKey.undated(line.id, episode: episode)
        return try Int64.fetchOne(
            try cachedStatement(
                sql: """
                    SELECT id FROM message
                    WHERE line = ?1 AND \(Self.isBareCode(shown: "?5", codes: "?2, ?6"))
                        AND +identity >= ?3 AND +identity < ?4
                    LIMIT 1
                    """),
            arguments: [
                line.id, told, keys.lowerBound, keys.upperBound, shown.text, message.code,
            ])
    }

    /// The known message that a look now reports more fully: a pushed one, or one that another call
    /// reported without its time.
    func sent(
        _ shown: ReceivedMessage, _ message: Message, on line: Line, episode: Int
    ) throws -> Message.ID? {
        var kinds = [MessageKey.pushed(line.id)]
        if shown.receivedAt != nil, line.kind == .activation {
            kinds.append(MessageKey.undated(line.id, episode: episode))
        }
        for keys in kinds {
            let found = try Int64.fetchOne(
                try cachedStatement(
                    sql: """
                        SELECT id FROM message
                        WHERE identity >= ?1 AND identity < ?2
                            AND (text = ?3 OR \(Self.isBareCode(shown: "?3", codes: "?4, ?5")))
                        ORDER BY identity LIMIT 1
                        """),
                arguments: [
                    keys.lowerBound, keys.upperBound, shown.text, message.code,
                    message.oneTimeCode?.told,
                ])
            if let found { return found }
        }
        return nil
    }

    func isShownAgain(_ shown: ReceivedMessage, on line: Line) throws -> Bool {
        guard shown.receivedAt == nil, line.kind == .activation else { return false }
        return try exists(
            "SELECT 1 FROM message WHERE line = ?1 AND \(Self.alike) AND text = ?2",
            [line.id, shown.text])
            || exists(
                "SELECT 1 FROM message WHERE line = ?1 AND (code = ?2 OR code_told = ?2)",
                [line.id, shown.text])
    }

    /// Whether a stored message has one of the codes: as its text says it, or as its provider does.
    static func isOfCode(_ codes: String) -> String {
        "(code IN (\(codes)) OR code_told IN (\(codes)))"
    }

    /// The same, if the stored text or the shown one is nothing but the code.
    static func isBareCode(shown: String, codes: String) -> String {
        "\(isOfCode(codes)) AND (text IN (code, code_told) OR \(shown) IN (\(codes)))"
    }

    /// Equal texts, as an expression the index covers.
    static let alike = """
        length(text) = length(?2) AND substr(text, 1, 24) = substr(?2, 1, 24)
        AND substr(text, -24) = substr(?2, -24)
        """
}

extension StoredMessage {
    fileprivate init(_ message: Message) {
        self.init(
            id: message.id, sender: message.sender, text: message.text, code: message.code,
            told: message.oneTimeCode?.told, receivedAt: message.receivedAt)
    }
}
