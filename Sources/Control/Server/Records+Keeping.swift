import Keeping
import Lines
import Running
import Storage

/// Converts the keeper's values to the socket's records.
extension LineRecord {
    init(_ line: Line, now: Instant, hasAccount: Bool = true) {
        let wouldHear =
            line.kind == .rental
            ? line.listening.isKnown && line.listening.isListening(at: now)
            : [.waiting, .received].contains(line.state)
        let isListening = hasAccount && wouldHear
        id = line.id
        account = line.account
        provider = line.provider.rawValue
        kind = line.kind.rawValue
        number = line.number
        country = line.country
        service = line.service
        label = line.label
        state = line.shownState
        listeningUntil =
            isListening
            ? Timestamp(line.kind == .rental ? line.listening.until : line.expiresAt) : nil
        self.isListening = isListening
        purchasedAt = Timestamp(line.purchasedAt)
        expiresAt = Timestamp(line.expiresAt)
        refundableUntil = line.state.isEnded ? nil : Timestamp(line.refund.until)
        cancellableFrom = Timestamp(line.cancellableFrom)
        price = line.price?.decimal
        currency = line.price?.currency
        messageCount = line.messageCount
        lastMessageAt = Timestamp(line.lastMessageAt)
        tags = line.tags
        providerId = line.providerID
        isAdopted = line.isAdopted
        refundRefusal = line.refund.refusal
        autoExtend = line.kind == .rental ? line.autoExtend : nil
        note =
            hasAccount
            ? line.kind == .rental && line.state == .active && !isListening
                ? line.listening.note : nil
            : line.state.isEnded ? nil : LineRecord.accountMissing
    }
}

extension AccountRecord {
    /// An account that is not in the configuration but still holds lines.
    init(_ missing: Keeper.MissingAccount) {
        self.init(
            name: missing.name, provider: missing.provider.rawValue, url: "", state: "missing",
            lines: missing.lines, budget: 0, requests: 0, clockAhead: 0,
            lastError: "Not in config.lua; its lines are not watched.", operations: [])
    }
}

extension DutyRecord {
    init(_ duty: Duty, line: Line, ahead: Duration) {
        due = Timestamp(duty.due - ahead)
        self.line = duty.line
        name = line.label ?? line.number ?? "\(line.id)"
        what = duty.kind.rawValue
        deadline = Timestamp(duty.deadline.map { $0 - ahead })
        guard case .time(let words, let instant) = duty.reason else {
            reason = duty.reason.description
            return
        }
        reason = Duty.Reason.time(words, instant - ahead).description
        self.words = words
        reasonTime = Timestamp(instant - ahead)
    }
}

extension DutyRecord {
    /// An action that is due later, for the first time or again.
    init(_ action: Action, line: Line) {
        due = Timestamp(action.dueAt)
        self.line = line.id
        name = line.label ?? line.number ?? "\(line.id)"
        what = action.kind.rawValue
        deadline = Timestamp(line.expiresAt)
        reason = action.result ?? "decided by \(action.origin)"
    }

    /// A forward that is held until its channel may be sent to.
    init(held action: Action, line: Line) {
        self.init(action, line: line)
        deadline = nil
        reason = "to \(action.channel ?? ""): \(action.result ?? "")"
    }
}

extension MessageRecord {
    init(_ message: Message, label: String?) {
        id = message.id
        line = message.line
        number = message.number
        self.label = label
        sender = message.sender
        text = message.text
        code = message.code
        receivedAt = Timestamp(message.receivedAt)
        storedAt = Timestamp(message.storedAt)
        state = message.state.rawValue
        route = message.route
        tags = message.tags
        backlog = message.isBacklog
        completed = message.completions > 0
        kind = message.kind.rawValue
        codeConfidence = message.oneTimeCode?.confidenceName
        codeReason = message.oneTimeCode?.reason
        codeValidUntil = Timestamp(message.oneTimeCode?.validUntil)
        codeFor = message.oneTimeCode?.purpose
        codeTold = message.oneTimeCode?.disputed
    }
}

extension CodeRecord {
    init(_ message: Message) {
        line = message.line
        self.message = message.id
        code = message.code ?? ""
        sender = message.sender
        receivedAt = Timestamp(message.receivedAt)
        storedAt = Timestamp(message.storedAt)
        codeConfidence = message.oneTimeCode?.confidenceName
        codeReason = message.oneTimeCode?.reason
        codeValidUntil = Timestamp(message.oneTimeCode?.validUntil)
        codeFor = message.oneTimeCode?.purpose
    }
}

extension CodeChangeRecord {
    init(_ change: CodeChange) {
        message = change.message.id
        line = change.message.line
        before = change.message.code
        beforeConfidence = change.message.oneTimeCode?.confidenceName
        now = change.now?.code
        confidence = change.now?.confidenceName
        reason = change.now?.reason
    }
}

extension ActionRecord {
    init(_ action: Action) {
        id = action.id
        kind = action.kind.rawValue
        state = action.state.rawValue
        line = action.line
        message = action.message
        channel = action.channel
        origin = action.origin
        attempts = action.attempts
        createdAt = Timestamp(action.createdAt)
        dueAt = Timestamp(action.dueAt)
        endedAt = Timestamp(action.endedAt)
        result = action.result
    }
}

extension EventRecord {
    init(_ event: Storage.EventRecord) {
        id = event.id
        at = Timestamp(event.at)
        kind = event.kind
        line = event.line
        message = event.message
        text = event.text
    }
}

extension QuoteRecord {
    init(_ quote: Quote) {
        account = quote.account
        what = quote.what
        price = quote.price?.decimal
        currency = quote.price?.currency ?? Money.usd
        balance = quote.balance?.decimal
        spendable = quote.spendable?.decimal
        refusal = quote.refusal
        note = quote.note
        pool = quote.pool
        others = quote.others.isEmpty ? nil : quote.others.map(ChoiceRecord.init)
    }
}

extension ChoiceRecord {
    init(_ choice: OrderChoice) {
        account = choice.account
        pool = choice.pool
        what = choice.what
        price = choice.price?.decimal
        currency = choice.price?.currency ?? Money.usd
    }
}

extension Listening {
    /// Why a rental does not count as listening. A line that nobody has asked about since it was
    /// bought, or since the start, may well be listening.
    fileprivate var note: String {
        if !isKnown || statusAt == nil && wakingSince == nil { return LineRecord.notKnown }
        return wakingSince == nil ? "asleep" : "waking"
    }
}
