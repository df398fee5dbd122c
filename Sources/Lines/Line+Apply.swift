/// The state machine of a line: an observation goes in, events come out.
extension Line {
    /// Takes in what was learned at `now` and returns what is worth telling.
    ///
    /// Total: every observation is legal in every state, because providers say things late, twice and
    /// out of order. What a state does not allow changes nothing.
    package mutating func apply(_ observation: Observation, at now: Instant) -> [LineEvent] {
        apply(observation, at: Reckoning(now))
    }

    /// The same where the provider's clock may be in question: nothing ends, and what was ended by the
    /// clock alone does not stay so, by a time that is not sure.
    package mutating func apply(_ observation: Observation, at time: Reckoning) -> [LineEvent] {
        let now = time.now
        let wasListening = listening.isListening(at: now)
        var events: [LineEvent] = []
        switch observation {
        case .bought(let purchase): events += take(purchase, at: now)
        case .status(let status): events += take(status, at: time)
        case .activation(let status): events += take(status, at: time)
        case .looked(let new, let last): takeLook(new: new, last: last, at: now)
        case .extended(let expiry, let newID): events += takeExtension(to: expiry, newID)
        case .refunded:
            events += end(.refunded, at: now, LineEvent(.refunded, "The money was returned."))
        case .cancelled(let moneyReturned):
            events += end(
                moneyReturned ? .refunded : .cancelled, at: now,
                LineEvent(
                    .cancelled,
                    moneyReturned
                        ? "Cancelled, the money was returned."
                        : "Cancelled; the money was not returned."))
        case .finished:
            events += end(.finished, at: now, LineEvent(.finished, "It did its work."))
        case .resent(let newID, let expiry): events += takeResend(newID, expiry, at: now)
        case .swapped(let swap): events += take(swap, at: now)
        case .refundRefused(let reason): refund = RefundWindow(refusal: reason)
        case .unknownToProvider: events += takeUnknown(at: time)
        case .providerGone: events += takeGone(at: time)
        case .listed(let expiry): events += takeListing(expiry, at: time.sure)
        case .silence: events += takeSilence(wasListening: wasListening)
        case .time: events += takeTime(at: time, wasListening: wasListening)
        }
        return events
    }

    private mutating func take(_ purchase: Purchase, at now: Instant) -> [LineEvent] {
        let isFirst = state == .ordering
        providerID = purchase.providerID
        number = purchase.number ?? number
        // What was asked for names the country by its code; providers echo it in words of their own.
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
        let text = "\(number ?? "A number that is still to be issued")\(cost)."
        return [LineEvent(isAdopted ? .adopted : .bought, text)]
    }

    /// No order is held longer: a later time is one of another zone.
    private static let longestHold = Duration.minutes(20)

    private mutating func take(_ status: RentalStatus, at time: Reckoning) -> [LineEvent] {
        let now = time.now
        guard kind == .rental, [.active, .expired, .lost].contains(state) else { return [] }
        var events: [LineEvent] = []
        if state == .lost {
            guard endedUnheard else { return [] }
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
            events.append(LineEvent(.listening, "It is switched on."))
        }
        return events
    }

    /// An expiry that moved is believed: extensions made elsewhere show themselves only here.
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
        return isBack ? [LineEvent(.adopted, "Its time has not run out after all.")] : []
    }

    /// An end that moves by less is told more exactly than before.
    private static let shortestExtension = Duration.hours(20)

    /// What was paid for once more is wanted, used or not: it is not given back by itself.
    private mutating func keepForGood() {
        guard refund.until != nil else { return }
        refund = RefundWindow(refusal: "It was extended, so it is not given back by itself.")
    }

    private mutating func take(_ status: ActivationStatus, at time: Reckoning) -> [LineEvent] {
        let now = time.now
        guard kind == .activation else { return [] }
        if let expiry = status.expiresAt { expiresAt = expiry }
        // Given up for lost because nobody answered: it is what the provider says it is.
        if state == .lost, endedUnheard, status.phase != .unclear {
            state = .waiting
            endedAt = nil
            let found = LineEvent(.adopted, "The provider knows it again.")
            return [found] + take(status, at: time)
        }
        // Over by a clock that was wrong: the provider counts on.
        if state == .expired, [.waiting, .received].contains(status.phase),
            let expiresAt, expiresAt - time.sure > .minutes(1)
        {
            state = .waiting
            endedAt = nil
            return [LineEvent(.adopted, "Its time has not run out after all.")]
                + take(status, at: time)
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
            return end(outcome, at: now, LineEvent(.expired, "Its time ran out."))
        case (.waiting, .refunded), (.received, .refunded), (.expired, .refunded),
            (.finished, .refunded):
            return end(.refunded, at: now, LineEvent(.refunded, "The money was returned."))
        case (.waiting, .cancelled), (.received, .cancelled):
            return end(
                .cancelled, at: now, LineEvent(.cancelled, "The provider says it is cancelled."))
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
            refund = RefundWindow(refusal: "It has received a message, so it is not refunded.")
        }
        if state == .waiting { state = .received }
    }

    private mutating func takeExtension(
        to expiry: Instant?, _ newID: String?
    ) -> [LineEvent] {
        guard kind == .rental else { return [] }
        keepForGood()
        providerID = newID ?? providerID
        expiresAt = expiry ?? expiresAt
        if state == .expired {
            state = .active
            endedAt = nil
        }
        let until = expiresAt.map { " until \($0.rfc3339)" } ?? ""
        return [LineEvent(.extended, "Extended\(until).")]
    }

    private mutating func takeResend(
        _ newID: String?, _ expiry: Instant?, at now: Instant
    ) -> [LineEvent] {
        guard kind == .activation, state != .ordering, state != .lost || newID != nil else {
            return []
        }
        episode += 1
        // The time of the order before, or one that is over, says nothing of the one that waits now:
        // by it the line would end at once. The next look tells.
        let isSame = newID == nil || newID == providerID
        let before = expiresAt.flatMap { isSame && $0 > now ? $0 : nil }
        providerID = newID ?? providerID
        expiresAt = expiry ?? before
        state = .waiting
        endedAt = nil
        return [LineEvent(.resent, "Another code was asked for.")]
    }

    /// Another number waits for the code, as if it had been ordered now.
    private mutating func take(_ swap: Swap, at now: Instant) -> [LineEvent] {
        let isSame = swap.newProviderID == nil || swap.newProviderID == providerID
        // The order before may be over; the one that took its place is not.
        guard kind == .activation, state != .ordering, !state.isEnded || !isSame else { return [] }
        episode += 1
        let before = expiresAt.flatMap { isSame && $0 > now ? $0 : nil }
        let old = number
        providerID = swap.newProviderID ?? providerID
        number = swap.number ?? number
        expiresAt = swap.expiresAt ?? before
        cancellableFrom =
            swap.cancellableFrom.map { min($0, now + Self.longestHold) } ?? cancellableFrom
        // What counts from a purchase counts from here: it is a number nobody has waited for yet.
        purchasedAt = now
        state = .waiting
        endedAt = nil
        let instead = old.map { " instead of \($0)" } ?? ""
        return [LineEvent(.swapped, "The number is \(number ?? "not known yet")\(instead).")]
    }

    private mutating func takeUnknown(at time: Reckoning) -> [LineEvent] {
        let now = time.now
        // That is an answer too: without it the line would be asked about at once again.
        lookedAt = now
        guard state.isHeld else { return [] }
        if let expiresAt, expiresAt <= time.sure {
            let outcome = state == .received ? LineState.finished : .expired
            return end(outcome, at: now, LineEvent(.expired, "Its time ran out."))
        }
        return end(
            .lost, at: now,
            LineEvent(.lost, "The provider no longer knows it. What it received is kept."))
    }

    private mutating func takeGone(at time: Reckoning) -> [LineEvent] {
        guard state.isHeld else { return [] }
        if let expiresAt, expiresAt <= time.sure {
            return takeTime(at: time, wasListening: false)
        }
        return end(
            .lost, at: time.now, LineEvent(.lost, "Its provider is gone. What it received is kept.")
        )
    }

    private mutating func takeTime(at time: Reckoning, wasListening: Bool) -> [LineEvent] {
        guard state.isHeld else { return [] }
        if let expiresAt, expiresAt <= time.sure {
            let outcome = state == .received ? LineState.finished : .expired
            return end(outcome, at: time.now, LineEvent(.expired, "Its time ran out."))
        }
        return takeSilence(wasListening: wasListening)
    }

    private mutating func takeSilence(wasListening: Bool) -> [LineEvent] {
        guard state.isHeld, kind == .rental, listening.isAvailable, !wasListening else { return [] }
        listening.isAvailable = false
        return [LineEvent(.asleep, "Its switched-on time ran out; an SMS sent now is lost.")]
    }

    /// For so long a list may show what is over.
    private static let lingering = Duration.minutes(5)

    /// A rental that was given up for lost or over, and is listed all the same, is ours again.
    private mutating func takeListing(_ expiry: Instant?, at now: Instant) -> [LineEvent] {
        guard kind == .rental, state == .lost || state == .expired else { return [] }
        if let expiry, expiry <= now { return [] }
        if state == .expired, expiry == nil {
            // Some tell no end: one that is listed well after its own was extended elsewhere, until
            // nobody knows when.
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
        // Money that comes back after all is the last word on how a line ended.
        let isReturn = outcome == .refunded && [.expired, .finished, .lost].contains(state)
        guard !state.isEnded || isReturn else { return [] }
        state = outcome
        endedAt = endedAt ?? now
        // That its time ran out says nothing of a call whose answer the provider still owes.
        inDoubt = inDoubt && endedUnheard
        listening.isAvailable = false
        listening.until = nil
        return [event]
    }
}
