import Codes
package import GRDB
package import Lines

/// The result of recording a list of messages.
package struct Receipt: Equatable, Sendable {
    /// Messages that were new.
    package var stored: [Message] = []
    /// Stored messages that the list reports more fully; scripts see them again.
    package var completed: [Message] = []

    package init() {}

    mutating func add(_ better: Message?) {
        if let better { completed.append(better) }
    }
}

/// A listed message whose key is unknown.
package struct UnknownEntry: Sendable {
    package let entry: MessageListing.Entry
    /// The stored message it matches; nil if it seems to be new.
    package let known: Message.ID?
}

/// How a list is to be interpreted.
package struct Reading: Sendable {
    /// The provider's time now.
    package var there: Instant
    /// The keys shown by the last look at the line; nil if they are no longer known.
    package var shownBefore: Set<MessageKey>?
    /// No new message can arrive on the line. Some providers show the previous code again if the
    /// next one requested did not come in time.
    package var isOver = false
    /// When the line was adopted, if recently: messages received before are backlog.
    package var backlogUntil: Instant?

    package init(there: Instant) { self.there = there }

    /// Everything in the first list was there before, unless its time allows it to have arrived
    /// since. A stamp in the future is a sign of a wrong clock, not of a new message.
    func isBacklog(_ message: ReceivedMessage) -> Bool {
        guard let backlogUntil else { return false }
        guard let told = message.receivedAt else { return true }
        return told < backlogUntil || told > there + .minutes(1)
    }
}

extension Database {
    /// Stores the received messages of `line` that are not stored yet.
    ///
    /// Calling it again with the same list stores nothing. This is how a message is stored exactly
    /// once, whatever the provider repeats.
    package func record(
        _ listing: MessageListing, on line: Line, at now: Instant, _ reading: Reading
    ) throws -> Receipt {
        let unknown = try self.unknown(in: listing, on: line, reading)
        return try record(unknown[...], on: line, episode: listing.episode, at: now, reading)
    }

    /// Listed messages that are new, or stored in another form; writes nothing.
    package func unknown(
        in listing: MessageListing, on line: Line, _ reading: Reading
    ) throws -> [UnknownEntry] {
        var unknown: [MessageListing.Entry] = []
        var known: [ReceivedMessage] = []
        for entry in listing.entries {
            let isKnown =
                try reading.shownBefore?.contains(entry.key) == true || isStored(entry.key)
            guard isKnown else {
                unknown.append(entry)
                continue
            }
            known.append(entry.message)
        }
        guard !unknown.isEmpty else { return [] }
        let missing = try self.missing(from: listing, on: line, reading)
        var reconciliation = Reconciliation(
            shown: unknown.map(\.message), missing: missing,
            known: known,
            arrivals: try arrivals(on: line, reading, isAsked: !missing.isEmpty),
            hasEpisodes: line.kind == .activation)
        let settled = reconciliation.settled()
        return unknown.enumerated().map { UnknownEntry(entry: $1, known: settled[$0]) }
    }

    /// Stores part or all of a list.
    package func record(
        _ unknown: ArraySlice<UnknownEntry>, on line: Line, episode: Int, at now: Instant,
        _ reading: Reading
    ) throws -> Receipt {
        var receipt = Receipt()
        for item in unknown {
            let (shown, key) = (item.entry.message, item.entry.key)
            // Parts of a list are stored in separate transactions.
            if try isStored(key) { continue }
            let message = shown.filed(on: line, at: now, reading, isFirst: receipt.stored.isEmpty)
            if let known = item.known {
                receipt.add(try complete(known, by: shown, key, on: line))
            } else if let twin = try datedTwin(of: shown, message, on: line) {
                receipt.add(try complete(twin, by: shown, nil, on: line))
            } else if let twin = try undatedTwin(of: shown, message, on: line, episode: episode) {
                receipt.add(try complete(twin, by: shown, key, on: line))
            } else if reading.isOver, try isShownAgain(shown, on: line) {
                continue
            } else if let sent = try sent(shown, message, on: line, episode: episode) {
                receipt.add(try complete(sent, by: shown, key, on: line))
            } else {
                receipt.stored.append(try store(message, key))
            }
        }
        return receipt
    }

    func store(_ message: Message, _ key: MessageKey) throws -> Message {
        var message = message
        try MessageRow(message, identity: key.text).insert(self)
        message.id = lastInsertedRowID
        return message
    }

    func isStored(_ key: MessageKey) throws -> Bool {
        try exists("SELECT 1 FROM message WHERE identity = ?", [key.text])
    }

    /// Writes the fuller version of a message and its new key.
    ///
    /// - Returns: the message, if scripts and receivers would see a difference.
    func complete(
        _ id: Message.ID, by shown: ReceivedMessage, _ key: MessageKey?, on line: Line
    ) throws -> Message? {
        guard let row = try MessageRow.find(id, in: self) else { return nil }
        var message = row.message
        let isTold = message.complete(by: shown, on: line)
        // Another call reported less; the fuller version will be reported again.
        guard message != row.message || row.isPushed else { return nil }
        try perform(
            "UPDATE message SET identity = ?, received_at = ? WHERE id = ?",
            [key?.text ?? row.identity, message.receivedAt, id])
        if message.oneTimeCode != row.message.oneTimeCode { try write(message.oneTimeCode, of: id) }
        guard isTold else { return nil }
        try perform(
            """
            UPDATE message SET text = ?, sender = ?, state = ?, completions = ?, revision = ?
            WHERE id = ?
            """,
            [
                message.text, message.sender, message.state.rawValue, message.completions,
                message.revision, id,
            ])
        return message.completions == row.message.completions ? nil : message
    }

    /// Gives a message the code that is decided today, unless it has changed since it was read.
    ///
    /// Scripts do not see it again: this is no news from the provider.
    package func write(_ change: CodeChange) throws {
        let read = change.message
        let isSame = try exists(
            """
            SELECT 1 FROM message
            WHERE id = ? AND state != 'stored' AND text = ? AND code IS ? AND code_told IS ?
            """, [read.id, read.text, read.code, read.oneTimeCode?.told])
        if isSame { try write(change.now, of: read.id) }
    }

    private func write(_ code: MessageCode?, of id: Message.ID) throws {
        try perform(
            """
            UPDATE message SET code = ?, code_confidence = ?, code_reason = ?,
                code_valid_until = ?, code_for = ?, code_told = ?
            WHERE id = ?
            """,
            [
                code?.code, code?.confidence.rawValue, code?.reason, code?.validUntil,
                code?.purpose, code?.told, id,
            ])
    }
}

extension ReceivedMessage {
    /// The message to store if it is new.
    func filed(on line: Line, at now: Instant, _ reading: Reading?, isFirst: Bool) -> Message {
        var message = Message(
            id: 0, line: line.id, account: line.account, text: text, storedAt: now,
            isFirst: line.messageCount == 0 && isFirst)
        message.number = line.number
        message.sender = sender
        message.receivedAt = receivedAt
        message.oneTimeCode = message.decidedCode(told: code, on: line)
        message.isBacklog = reading?.isBacklog(self) ?? false
        message.kind = kind
        return message
    }
}

extension MessageRow {
    /// Whether no look has reported it yet.
    fileprivate var isPushed: Bool {
        identity.hasPrefix(MessageKey.pushed(message.line).lowerBound)
    }
}
