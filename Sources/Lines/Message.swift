import Codes

/// One received SMS, as it is stored.
package struct Message: Identifiable, Equatable, Sendable {
    package typealias ID = Int64

    package var id: ID
    package var line: Line.ID
    package var account: String
    /// The number it was sent to, stored here because a line's number can change.
    package var number: String?
    package var sender: String?
    package var kind = MessageKind.sms
    package var text: String
    /// The one-time code in it, if there is one.
    package var oneTimeCode: MessageCode?
    /// When the provider received it; nil if it does not say.
    package var receivedAt: Instant?
    package var storedAt: Instant
    /// Whether it is the first this line ever received.
    package var isFirst: Bool
    package var state: State
    /// The class a script put it in.
    package var route: String?
    package var tags: [String]
    /// It had already arrived when its line was adopted.
    package var isBacklog = false
    /// How often a fuller version of the text arrived after scripts had seen it.
    package var completions = 0
    /// How often such a completion changed the code, so that the message is forwarded again.
    package var revision = 0

    package var code: String? { oneTimeCode?.code }

    package enum State: String, Codable, Sendable {
        /// Stored; scripts have not run yet.
        case stored
        /// Scripts have run and their decisions are committed.
        case handled
        /// At least one script failed on it; the others' decisions are committed.
        case failed
    }

    package init(
        id: ID, line: Line.ID, account: String, text: String, storedAt: Instant,
        isFirst: Bool = false, state: State = .stored
    ) {
        self.id = id
        self.line = line
        self.account = account
        self.text = text
        self.storedAt = storedAt
        self.isFirst = isFirst
        self.state = state
        tags = []
    }
}

extension Message {
    /// Merges in the version that another look or another call reports.
    ///
    /// - Returns: whether scripts and receivers would see a difference.
    package mutating func complete(by told: ReceivedMessage, on line: Line) -> Bool {
        let before = self
        if (told.isFuller(than: text) && told.text != told.code) || text.isEmpty {
            text = told.text.isSame(as: text) ? text : told.text
        }
        sender = sender ?? told.sender
        receivedAt = told.receivedAt ?? receivedAt
        completeCode(of: before, by: told, on: line)
        let isTold = text != before.text || sender != before.sender || code != before.code
        guard isTold, state != .stored else { return isTold }
        state = .stored
        completions += 1
        if code != before.code { revision += 1 }
        return true
    }

    /// What the provider reports with a fuller text counts more than what it reported before.
    private mutating func completeCode(
        of before: Message, by told: ReceivedMessage, on line: Line
    ) {
        let earlier = before.oneTimeCode?.told
        let isFuller = text != before.text
        let reported = isFuller ? told.code ?? earlier : earlier ?? told.code
        if isFuller || reported != earlier {
            oneTimeCode = decidedCode(told: reported, on: line) ?? oneTimeCode
        } else if receivedAt != before.receivedAt,
            let same = decidedCode(told: reported, on: line), same.code == code
        {
            oneTimeCode?.validUntil = same.validUntil
        }
    }

    /// The code by today's finder.
    ///
    /// - Parameter told: what the provider reported.
    package func decidedCode(told: String?, on line: Line) -> MessageCode? {
        MessageCode(
            told: told, text: text, found: CodeFinder.find(in: text),
            at: receivedAt ?? storedAt, on: line)
    }
}

extension ReceivedMessage {
    /// Whether one text is the beginning of the other, not counting an ellipsis for a missing part.
    package func continues(_ other: String) -> Bool {
        let (mine, theirs) = (text.withoutEllipsis, other.withoutEllipsis)
        return mine.starts(with: theirs) || theirs.starts(with: mine)
    }

    /// Whether it says more, not counting an ellipsis for a missing part.
    fileprivate func isFuller(than other: String) -> Bool {
        text.withoutEllipsis.count > other.withoutEllipsis.count
    }
}

extension String {
    /// Whether it differs only in blanks, capitals and an ellipsis for a missing end.
    fileprivate func isSame(as other: String) -> Bool { plainWords == other.plainWords }
}
