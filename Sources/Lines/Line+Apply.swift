/// The state machine of a line: an observation goes in, events come out.
extension Line {
    /// Applies an observation made at `now` and returns the events worth reporting.
    ///
    /// This is a total function: every observation is legal in every state, because providers
    /// report things late, twice and out of order. An observation that the state does not allow
    /// changes nothing.
    package mutating func apply(_ observation: Observation, at now: Instant) -> [LineEvent] {
        apply(observation, at: Reckoning(now))
    }

    /// The same when the provider's clock may be wrong: a doubtful time ends no line, and a line
    /// that ended only by the clock does not stay ended.
    package mutating func apply(_ observation: Observation, at time: Reckoning) -> [LineEvent] {
        let now = time.now
        let wasListening = listening.isListening(at: now)
        var events: [LineEvent] = []
        switch observation {
        case .bought(let purchase): events += apply(purchase, at: now)
        case .status(let status): events += apply(status, at: time)
        case .activation(let status): events += apply(status, at: time)
        case .looked(let new, let last): takeLook(new: new, last: last, at: now)
        case .extended(let expiry, let newID): events += takeExtension(to: expiry, newID)
        case .autoExtends(let isOn): autoExtend = isOn
        case .refunded:
            events += end(.refunded, at: now, LineEvent(.refunded, "The money was returned."))
        case .cancelled(let moneyReturned):
            events += end(
                moneyReturned ? .refunded : .cancelled, at: now,
                LineEvent(
                    .cancelled,
                    moneyReturned
                        ? "Cancelled, the money was returned."
                        : "Cancelled; no money is known to have been returned."))
        case .finished:
            events += end(.finished, at: now, LineEvent(.finished, "Finished."))
        case .resent(let newID, let expiry): events += takeResend(newID, expiry, at: now)
        case .swapped(let swap): events += apply(swap, at: now)
        case .refundRefused(let reason): refund = RefundWindow(refusal: reason)
        case .unknownToProvider: events += takeUnknown(at: time)
        case .providerGone: events += takeGone(at: time)
        case .listed(let expiry): events += takeListing(expiry, at: time.sure)
        case .silence: events += takeSilence(wasListening: wasListening)
        case .time: events += takeTime(at: time, wasListening: wasListening)
        }
        return events
    }

    private mutating func apply(_ purchase: Purchase, at now: Instant) -> [LineEvent] {
        let isFirst = state == .ordering
        providerID = purchase.providerID
        number = purchase.number ?? number
        // An order names the country by its code; providers answer with their own names.
        country = country ?? purchase.country
        service = service ?? purchase.service
        price = purchase.price ?? price
        expiresAt = purchase.expiresAt ?? expiresAt
        cancellableFrom =
            purchase.cancellableFrom.map { min($0, now + Self.longestHold) }
            ?? cancellableFrom
        product = purchase.product ?? product
        days = purchase.days ?? days
        if kind == .rental, let terms = purchase.refundTerms {
            refund = terms.window(purchasedAt: purchasedAt, days: days)
        }
        guard isFirst else { return [] }
        state = kind == .rental ? .active : .waiting
        inDoubt = false
        let cost = price.map { " for \($0)" } ?? ""
        let verb = isAdopted ? "Adopted" : "Bought"
        let text = "\(verb) \(number ?? "a number that is not yet issued")\(cost)."
        return [LineEvent(isAdopted ? .adopted : .bought, text)]
    }

    /// No order is held longer than this: a later time comes from another time zone.
    static let longestHold = Duration.minutes(20)

    private mutating func apply(_ status: RentalStatus, at time: Reckoning) -> [LineEvent] {
        let now = time.now
        guard kind == .rental, [.active, .expired, .lost].contains(state) else { return [] }
        var events: [LineEvent] = []
        if state == .lost {
            guard endedWithoutAnswer else { return [] }
            events += takeListing(status.expiresAt ?? expiresAt, at: time.sure)
            guard state == .active else { return [] }
        }
        let wasListening = listening.isListening(at: now)
        listening.statusAt = now
        listening.isAvailable = status.isAvailable
        if let window = status.activeFor, window > .zero {
            listening.window = window
            listening.until = now + window
        } else {
            listening.window = nil
            listening.until = nil
        }
        if status.isAvailable {
            listening.wakingSince = nil
        } else if listening.wakingSince == nil {
            listening.wakingSince = now
        }
        if let issued = status.number, issued != number {
            if let old = number {
                events.append(
                    LineEvent(.numberChanged, "The provider now gives \(issued) instead of \(old).")
                )
            }
            number = issued
        }
        autoExtend = status.autoExtend ?? autoExtend
        events += takeExpiry(status.expiresAt, at: time.sure)
        if !wasListening, listening.isListening(at: now) {
            events.append(LineEvent(.listening, "It is listening."))
        }
        return events
    }

    /// A changed expiry is believed: it is the only sign of an extension made elsewhere.
    private mutating func takeExpiry(_ expiry: Instant?, at now: Instant) -> [LineEvent] {
        let moved = expiry.flatMap { new in expiresAt.map { new - $0 > .minutes(1) } } ?? false
        if let expiry, let expiresAt, expiry - expiresAt > Self.shortestExtension { keepForGood() }
        expiresAt = expiry ?? expiresAt
        guard let expiresAt else { return [] }
        let isBack = state == .expired && expiresAt > now
        if isBack {
            state = .active
            endedAt = nil
        }
        if moved { return [LineEvent(.extended, "It now runs until \(expiresAt.rfc3339).")] }
        return isBack ? [LineEvent(.adopted, "It has not expired after all.")] : []
    }

    /// A smaller change of the expiry is only a more exact report of the same one.
    private static let shortestExtension = Duration.hours(20)

    /// A rental that was paid for again is wanted, used or not: it is not refunded automatically.
    mutating func keepForGood() {
        guard refund.until != nil else { return }
        refund = RefundWindow(refusal: "It was extended and will not be refunded automatically.")
    }

    private mutating func apply(_ status: ActivationStatus, at time: Reckoning) -> [LineEvent] {
        let now = time.now
        guard kind == .activation else { return [] }
        if let expiry = status.expiresAt { expiresAt = expiry }
        // It was declared lost because nobody answered; now the provider's answer counts.
        if state == .lost, endedWithoutAnswer, status.phase != .unclear {
            state = .waiting
            endedAt = nil
            let found = LineEvent(.adopted, "The provider lists it again.")
            return [found] + apply(status, at: time)
        }
        // It was ended by a clock that was wrong; for the provider it still runs.
        if state == .expired, [.waiting, .received].contains(status.phase),
            let expiresAt, expiresAt - time.sure > .minutes(1)
        {
            state = .waiting
            endedAt = nil
            return [LineEvent(.adopted, "It has not expired after all.")]
                + apply(status, at: time)
        }
        switch (state, status.phase) {
        case (.waiting, .received):
            state = .received
            return []
        case (.received, .waiting):
            state = .waiting
            return []
        case (.waiting, .expired), (.received, .expired):
            let outcome = state == .received ? LineState.finished : .expired
            return end(outcome, at: now, LineEvent(.expired, "It has expired."))
        case (.waiting, .refunded), (.received, .refunded), (.expired, .refunded),
            (.finished, .refunded), (.cancelled, .refunded):
            return end(.refunded, at: now, LineEvent(.refunded, "The money was returned."))
        case (.waiting, .cancelled), (.received, .cancelled):
            return end(
                .cancelled, at: now, LineEvent(.cancelled, "The provider reports it as cancelled."))
        default:
            return []
        }
    }

    private mutating func takeLook(new: Int, last: Instant?, at now: Instant) {
        let looked = lookedAt
        lookedAt = now
        guard new > 0 else { return }
        messageCount += new
        let came = ReceiptTime.held(last, bought: purchasedAt, looked: looked, now: now)
        lastMessageAt = max(lastMessageAt ?? came, came)
        if kind == .rental, refund.until != nil {
            refund = RefundWindow(refusal: "It has already received a message.")
        }
        if state == .waiting { state = .received }
    }

    private mutating func takeUnknown(at time: Reckoning) -> [LineEvent] {
        let now = time.now
        // A refusal is an answer too. Otherwise the line would be checked again at once.
        lookedAt = now
        guard state.isHeld else { return [] }
        if let expiresAt, expiresAt <= time.sure {
            let outcome = state == .received ? LineState.finished : .expired
            return end(outcome, at: now, LineEvent(.expired, "It has expired."))
        }
        return end(
            .lost, at: now,
            LineEvent(.lost, "The provider no longer lists it. Its messages are kept."))
    }

    private mutating func takeGone(at time: Reckoning) -> [LineEvent] {
        guard state.isHeld else { return [] }
        if let expiresAt, expiresAt <= time.sure {
            return takeTime(at: time, wasListening: false)
        }
        return end(
            .lost, at: time.now, LineEvent(.lost, "Its provider is gone. Its messages are kept.")
        )
    }

    private mutating func takeTime(at time: Reckoning, wasListening: Bool) -> [LineEvent] {
        guard state.isHeld else { return [] }
        if let expiresAt, expiresAt <= time.sure {
            let outcome = state == .received ? LineState.finished : .expired
            return end(outcome, at: time.now, LineEvent(.expired, "It has expired."))
        }
        return takeSilence(wasListening: wasListening)
    }

    private mutating func takeSilence(wasListening: Bool) -> [LineEvent] {
        guard state.isHeld, kind == .rental, listening.isAvailable, !wasListening else { return [] }
        listening.isAvailable = false
        return [LineEvent(.asleep, "It has fallen asleep; an SMS sent now is lost.")]
    }

    /// How long a provider's list may still show an ended rental.
    private static let lingering = Duration.minutes(5)

    /// A rental believed lost or expired that is still listed is ours again.
    private mutating func takeListing(_ expiry: Instant?, at now: Instant) -> [LineEvent] {
        guard kind == .rental, state == .lost || state == .expired else { return [] }
        if let expiry, expiry <= now { return [] }
        if state == .expired, expiry == nil {
            // Some providers list no expiry. A rental still listed well after its expiry was
            // extended elsewhere, and its new expiry is unknown.
            guard let end = expiresAt, now - end > Self.lingering else { return [] }
            expiresAt = nil
        }
        state = .active
        endedAt = nil
        expiresAt = expiry ?? expiresAt
        listening = Listening()
        return [LineEvent(.adopted, "The provider lists it again.")]
    }

    private mutating func end(
        _ outcome: LineState, at now: Instant, _ event: LineEvent
    ) -> [LineEvent] {
        // A refund that arrives late overrides how the line ended.
        let mayReturn =
            [.expired, .finished, .lost].contains(state)
            || kind == .activation && state == .cancelled
        let isReturn = outcome == .refunded && mayReturn
        guard !state.isEnded || isReturn else { return [] }
        state = outcome
        endedAt = endedAt ?? now
        // An expiry does not answer a call whose outcome the provider still owes.
        inDoubt = inDoubt && endedWithoutAnswer
        listening.isAvailable = false
        listening.until = nil
        return [event]
    }
}
