import Transport
package import Lines
package import Providers
package import Storage

/// How a provider action ended, with everything that follows from it in one transaction.
package enum ActionOutcome: Sendable {
    case bought(Purchase)
    case extended(Extension)
    /// How much came back, where the provider told.
    case refunded(Money? = nil)
    case cancelled(Cancellation)
    case resent(Resend)
    case swapped(Swap)
    case finished
    case woken
    /// Not tried at the provider, for a reason a person should read.
    case declined(String)
    /// Not tried, because it costs too much: it is looked at again when that may have changed.
    case tooDear(String)
    /// Not tried now, because something before it did not work; later it may be.
    case unready(String)
    case failed(ProviderError)
    /// It may well have happened, but something that belongs to it is not known yet; lists will tell.
    case unsettled(String)

    /// The id a line goes on under, where another order took the place of its own.
    var newProviderID: String? {
        switch self {
        case .resent(let resend): resend.newProviderID
        case .swapped(let swap): swap.newProviderID
        default: nil
        }
    }
}

extension Keeper {
    /// How long a refused or failed action waits for its next try.
    static func pause(after attempts: Int) -> Duration {
        .seconds(min(600, 5 << min(attempts, 7)))
    }

    /// Settles an action.
    package func ended(_ id: Action.ID, _ outcome: ActionOutcome) throws(StoreError) {
        noticeClock()
        guard let action = open[id] else { return }
        switch outcome {
        case .failed(let error): try failed(action, error)
        case .unsettled(let reason): try leaveInDoubt(action, reason)
        case .declined(let reason): try declined(action, reason)
        case .tooDear(let reason): try tooDear(action, reason)
        case .unready(let reason): try unready(action, reason)
        case .bought(let purchase): try bought(action, purchase)
        case .extended(let granted):
            if let reason = contradiction(in: granted, to: action) {
                // In doubt it stays until something is told that can be.
                return action.state == .doubt ? () : try leaveInDoubt(action, reason)
            }
            let price = action.details.price
            try succeed(
                action,
                .extended(
                    expiresAt: granted.expiresAt ?? expected(action),
                    newProviderID: granted.newProviderID),
                charge: price, "Extended" + payment(of: action, told: price).words)
        case .refunded(let told):
            let price = told ?? price(of: action)
            try succeed(
                action, .refunded, refund: price,
                price == nil
                    ? "Refunded. The amount is unknown: this line was adopted without a price"
                    : "Refunded")
        case .cancelled(let cancellation):
            let amount = cancellation.moneyReturned ? cancellation.amount ?? price(of: action) : nil
            try succeed(
                action, .cancelled(moneyReturned: cancellation.moneyReturned), refund: amount,
                cancellation.moneyReturned ? "Cancelled, the money was returned" : "Cancelled")
        case .resent(let resend):
            if let id = action.line { replacedAt[id] = world.uptime() }
            try succeed(
                action, .resent(newProviderID: resend.newProviderID, expiresAt: nil),
                charge: resend.charge, "Another code was asked for")
        case .swapped(let swap):
            if let id = action.line { replacedAt[id] = world.uptime() }
            try succeed(action, .swapped(swap), "Swapped")
        case .finished: try succeed(action, .finished, "Finished")
        case .woken: try succeed(action, .time, "Awake")
        }
    }

    private func price(of action: Action) -> Money? {
        action.line.flatMap { lines[$0]?.returnable }
    }

    /// Where the provider does not tell the new expiry, the old one and the days bought do.
    private func expected(_ action: Action) -> Instant? {
        guard let expiry = action.line.flatMap({ lines[$0]?.expiresAt }),
            let days = action.details.days
        else { return nil }
        return expiry + .days(days)
    }

    /// What the plan was told to extend is tried again until it expires: tomorrow there may be room
    /// under a limit, or money.
    private func declined(_ action: Action, _ reason: String) throws(StoreError) {
        guard action.origin == "plan", action.kind == .extend, isStillPlanned(action),
            action.state == .running
        else { return try close(action, .failed, reason, line: nil) }
        try postpone(action, until: world.now() + .minutes(30), reason, line: nil)
    }

    /// The plan goes on looking whether it costs less or may cost more, without asking all the time.
    private func tooDear(_ action: Action, _ reason: String) throws(StoreError) {
        guard action.origin == "plan", action.kind == .extend, isStillPlanned(action),
            let expiry = action.line.flatMap({ lines[$0]?.expiresAt })
        else { return try close(action, .failed, reason, line: nil) }
        let ahead = accounts[account(of: action) ?? ""]?.clock.ahead ?? .zero
        let next = ExtensionOutlook.nextTry(after: world.now(), expiry: expiry - ahead)
        try postpone(action, until: next, reason, line: nil, isHurried: false)
    }

    private func unready(_ action: Action, _ reason: String) throws(StoreError) {
        guard action.origin != "console" else {
            return try close(action, .failed, reason, line: nil)
        }
        try postpone(
            action, until: world.now() + Self.pause(after: action.attempts), reason, line: nil)
    }

    /// Whether an extension of the plan is still the one that is due: not when the rental was extended
    /// in the meantime, or is no longer held.
    func isStillPlanned(_ action: Action) -> Bool {
        guard let line = action.line.flatMap({ lines[$0] }), line.state == .active,
            let expiry = line.expiresAt, expiry > reckoning(of: line.account).sure
        else { return false }
        let duty = Duty(.extend, line: line.id, due: expiry, reason: "")
        return planKey(duty, line) == action.key
    }

    private func bought(_ action: Action, _ purchase: Purchase) throws(StoreError) {
        let name = account(of: action) ?? ""
        if let known = linesByProviderID[name]?[purchase.providerID], known != action.line {
            try close(
                action, .failed,
                "The provider answered with an order that is tracked already, as line \(known).",
                line: nil)
            return
        }
        if let holder = adoptedElsewhere(purchase, on: name) {
            return try bought(action, purchase, as: holder, on: name)
        }
        var purchase = purchase
        if let told = purchase.price, told.tenThousandths < 0 { purchase.price = nil }
        purchase.price = purchase.price ?? action.details.price
        purchase.days = purchase.days ?? action.details.days
        purchase.product = purchase.product ?? action.details.offer
        if action.kind == .rent {
            purchase.refundTerms =
                purchase.refundTerms ?? action.details.refundTerms
                ?? refundTerms(account: account(of: action), product: purchase.product)
        }
        purchase = plausible(purchase, of: action.line.flatMap { lines[$0] })
        let payment = payment(of: action, told: purchase.price)
        var action = action
        if payment.excess != nil {
            var details = action.details
            details.excess = payment.excess
            action.payload = details.text
        }
        try succeed(action, .bought(purchase), charge: purchase.price, "Bought" + payment.words)
        if payment.isDearer { try warn(of: payment, action) }
    }

    private func succeed(
        _ action: Action, _ observation: Observation, charge: Money? = nil,
        refund: Money? = nil, _ sentence: String
    ) throws(StoreError) {
        guard let id = action.line, var line = lines[id] else {
            try close(action, .done, sentence + ".", line: nil)
            return
        }
        line.inDoubt = false
        // Money that came back was booked already where the provider was seen to return it.
        let refund = line.state == .refunded ? nil : refund
        let events = line.apply(observation, at: time(of: line.account))
        let now = world.now()
        let account = line.account
        try close(action, .done, sentence + ".", line: line, events: events) { database in
            let movements = [(charge, LedgerEntry.Kind.charge), (refund, .refund)]
            for case (let amount?, let kind) in movements where amount.tenThousandths > 0 {
                try database.append(
                    LedgerEntry(
                        at: now, account: account, line: id, action: action.id, kind: kind,
                        what: action.kind.rawValue, origin: action.origin, amount: amount))
            }
        }
        comparing[action.id]?.booked = charge ?? refund
        // The balance changed: it is asked again soon rather than computed.
        if charge != nil || refund != nil { accounts[account]?.balance = nil }
    }

    private func leaveInDoubt(_ action: Action, _ reason: String) throws(StoreError) {
        var line = action.line.flatMap { lines[$0] }
        line?.inDoubt = true
        var action = action
        action.markDoubtful(since: world.now())
        let text = "The outcome of \(action.kind.rawValue) is unknown: \(reason)"
        try close(action, .doubt, text, line: line)
        if let name = account(of: action) { accounts[name]?.listedAt = nil }
    }

    private func failed(_ action: Action, _ said: ProviderError) throws(StoreError) {
        var line = action.line.flatMap { lines[$0] }
        let error =
            Self.isOfNoUse(action, line, said.meaning)
            ? .notCancellable(Self.hasItsCode) : said
        if action.kind.movesMoney, error.leavesDoubt {
            return try leaveInDoubt(action, error.description)
        }
        switch error.meaning {
        // The answer to an earlier try was lost, or somebody did it elsewhere: the money is back.
        case .alreadyRefunded: return try ended(action.id, .refunded())
        case .refundClosed:
            _ = line?.apply(.refundRefused(reason: error.description), at: world.now())
        default: break
        }
        if let due = retryTime(of: action, after: error) {
            if case .tooEarly = error.meaning, let id = action.line {
                line?.cancellableFrom = time(of: lines[id]?.account ?? "") + (due - world.now())
            }
            try postpone(action, until: due, error.description, line: line)
        } else {
            try close(action, .failed, error.description, line: line)
        }
        if case .notFound = error.meaning, !Self.isPurchase(action), let id = action.line {
            try deny(id)
        }
    }

    private static let hasItsCode =
        "It has brought its code, so it can no longer be cancelled."

    /// Whether waiting would not help although a provider says so: some refuse every cancel in the
    /// same few words, and none takes back an order that has brought its code.
    private static func isOfNoUse(_ action: Action, _ line: Line?, _ error: ProviderError) -> Bool {
        guard action.kind == .cancel, case .tooEarly = error else { return false }
        return line?.state == .received
    }

    /// When to try again; nil to give up.
    ///
    /// What a person asked for fails at once, so that they can decide; except a cancel that is merely
    /// too early, which is done the moment it is allowed. What the plan or a script decided is tried
    /// until its line ends, because nobody is there to try it.
    private func retryTime(of action: Action, after error: ProviderError) -> Instant? {
        let now = world.now()
        if let line = action.line.flatMap({ lines[$0] }), line.state.isEnded { return nil }
        if case .tooEarly(let wait) = error.meaning {
            // No hold lasts more than some minutes: what is refused for longer is asked calmly.
            return now + (wait ?? .seconds(action.attempts < 30 ? 10 : 60))
        }
        guard action.origin != "console", action.attempts < 200 else { return nil }
        switch error.remedy {
        case .retry(let after):
            return now + max(after ?? .zero, Self.pause(after: action.attempts))
        case .giveUp:
            // Somebody may top the account up, or mend its key, before the rental expires.
            guard action.kind == .extend, action.origin == "plan", isStillPlanned(action) else {
                return nil
            }
            return now + .minutes(30)
        }
    }

    /// The latest a try may be put off to: the nearer the end, the sooner, so that whoever answers
    /// again just before it is still asked.
    private func lastTry(of action: Action) -> Instant? {
        guard let line = action.line.flatMap({ lines[$0] }) else { return nil }
        let deadline: Instant? =
            switch action.kind {
            case .extend, .cancel: line.expiresAt
            case .refund: line.refund.until
            default: nil
            }
        guard let deadline else { return nil }
        let left = deadline - reckoning(of: line.account).sure
        return left > .zero ? world.now() + max(.seconds(5), left / 4) : nil
    }

    /// - Parameter isHurried: whether it is tried the more often the nearer its window's end is.
    func postpone(
        _ action: Action, until due: Instant, _ reason: String, line: Line?,
        isHurried: Bool = true
    ) throws(StoreError) {
        var action = action
        let due = isHurried ? min(due, lastTry(of: action) ?? due) : due
        action.state = .pending
        action.dueAt = due
        action.result = reason
        if action.kind == .extend, action.origin != "console" {
            // What it costs may be another by then: it is asked and checked again.
            var details = action.details
            details.price = nil
            action.payload = details.text
        }
        let isFirst = action.attempts <= 1
        let now = world.now()
        let record = try store.write { database in
            try database.update(action)
            if let line { try database.update(line) }
            return isFirst
                ? try database.append(
                    EventRecord(
                        at: now, kind: "postponed", line: action.line,
                        text: "\(action.kind.rawValue): \(reason) Next try \(due.rfc3339)."))
                : nil
        }
        open[action.id] = action
        if let line { take(line) }
        if let record { announce([record]) }
        newsBell.ring()
    }

    /// Writes the end of an action, what it did to its line, and the events, all or nothing.
    func close(
        _ action: Action, _ state: Action.State, _ result: String, line: Line?,
        events: [LineEvent] = [],
        also changes: (Transaction) throws -> Void = { _ in }
    ) throws(StoreError) {
        var action = action
        let now = world.now()
        action.state = state
        action.result = result
        action.endedAt = state == .doubt ? nil : now
        let refusedPurchase =
            (state == .failed || state == .dropped) && Self.isPurchase(action)
            && (line ?? action.line.flatMap { lines[$0] })?.state == .ordering
        let records = try store.write { database in
            try database.update(action)
            try changes(database)
            if refusedPurchase, let id = action.line {
                try database.delete(line: id)
            } else if let line {
                try database.update(line)
            }
            var records = try events.compactMap { event in
                try line.map { try database.append(EventRecord(event, of: $0, at: now)) }
            }
            if state != .done || action.origin != "plan" {
                records.append(
                    try database.append(
                        EventRecord(
                            ended: action, at: now, lineIsGone: refusedPurchase,
                            isHeard: isHeard(action))))
            }
            return records
        }
        if state == .doubt { open[action.id] = action } else { open[action.id] = nil }
        // Only what was carried out has a price to compare.
        if state != .done { comparing[action.id] = nil }
        if refusedPurchase, let id = action.line {
            if let line = lines.removeValue(forKey: id) { forget(line) }
        } else if let line {
            take(line)
        }
        announce(records)
        if let name = account(of: action) { ringLanes(of: name) }
        newsBell.ring()
    }
}

extension Line {
    /// What comes back when the provider returns the money without saying how much.
    ///
    /// Another code on a number is an order of its own, and free unless the provider says otherwise:
    /// nothing is paid back for it, since what was paid for did come.
    var returnable: Money? { episode == 0 ? price : nil }
}

extension EventRecord {
    /// How an action ended; told to the script that decided it, where that would hear it.
    init(ended action: Action, at now: Instant, lineIsGone: Bool, isHeard: Bool) {
        var story = LineStory(
            event: "\(action.kind.rawValue)_\(action.state.rawValue)", text: action.result ?? "",
            line: lineIsGone ? nil : action.line)
        story.action = action.id
        story.script = action.isByScript ? action.origin : nil
        self.init(
            at: now, kind: action.state == .doubt ? "doubt" : "action", line: story.line,
            message: action.message,
            text: "\(action.kind.rawValue) \(action.state.rawValue): \(action.result ?? "")",
            payload: isHeard ? story.encoded : nil)
    }
}
