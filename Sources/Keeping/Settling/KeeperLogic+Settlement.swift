import Accounts
import Lines
import Providers
import Storage
import Transport

/// Settles paid calls whose answer was lost, by asking the provider and comparing.
///
/// The basis of comparison is recorded before the call: the expiry, and what the provider listed.
/// Evidence that the call happened is believed at once; evidence that it did not, only when the
/// provider has had more time to show it than any call may take.
extension KeeperLogic {
    /// How often a call that is known not to have happened is retried.
    private static let tries = 5

    func doubts(on name: String) -> [OpenAction] { books[name]?.doubts ?? [] }

    /// Doubts about one line that are still open.
    func doubts(about id: Line.ID) -> [OpenAction] {
        line(id).flatMap { books[$0.account]?.doubts(about: id) } ?? []
    }

    func linesWithOrderInDoubt(on name: String) -> [Line] {
        books[name]?.linesWithOrderInDoubt ?? []
    }

    // MARK: By lists

    /// Settles doubts by the provider's lists, in an order in which each result informs the next:
    /// an order that replaced another was not bought.
    mutating func settle(
        rentals: [HeldRental]?, orders: OrderLists?, began: Instant, on name: String
    ) throws(StoreError) {
        if let orders {
            try settle(.resend, on: name) { $0.settled(resend: $1, by: orders, at: $2) }
            try settle(.swap, on: name) { $0.settled(swap: $1, by: orders, at: $2) }
        }
        if let rentals {
            try settle(.refund, on: name) { book, doubt, _ in
                book.settled(refund: doubt, rentals: rentals, began: began)
            }
            try settle(.extend, on: name) {
                $0.settled(extension: $1, rentals: rentals, began: began, at: $2)
            }
        }
        // While another purchase is running, a new line could be its result.
        guard !isBringing(on: name) else { return }
        for doubt in doubts(on: name) where doubt.kind.isPurchase {
            if doubt.kind == .rent, let rentals {
                try settle(doubt, on: name) {
                    $0.settled(rent: $1, rentals: rentals, began: began, at: $2)
                }
            } else if doubt.kind == .order, let orders {
                try settle(doubt, on: name) { $0.settled(order: $1, by: orders, at: $2) }
            }
        }
    }

    private mutating func settle(
        _ kind: Action.Kind, on name: String,
        _ settled: (AccountBook, OpenAction, Moment) -> Settled
    ) throws(StoreError) {
        guard !kind.bringsLine || !isBringing(on: name) else { return }
        for doubt in doubts(on: name) where doubt.kind == kind {
            try settle(doubt, on: name, settled)
        }
    }

    /// The book is not held while the result changes it: that would copy all of it.
    private mutating func settle(
        _ doubt: OpenAction, on name: String,
        _ rule: (AccountBook, OpenAction, Moment) -> Settled
    ) throws(StoreError) {
        guard let settled = books[name].map({ rule($0, doubt, moment) }) else { return }
        try apply(settled, to: doubt)
    }

    /// Whether a call is running that may create a line.
    private func isBringing(on name: String) -> Bool {
        books[name]?.isUnderWay { $0.kind.bringsLine } == true
    }

    /// Records the state of an order right before another code or number is requested for it.
    mutating func noteBeforeReplacing(_ id: Action.ID) throws(StoreError) {
        guard let line = openAction(id).flatMap({ line($0.line) }) else { return }
        try updateDetails(of: id) { details in
            details.waited = line.state == .waiting
            details.seen = line.messageCount
        }
    }

    // MARK: By looks

    /// Settles extensions and refunds by a rental's status; nil if the provider does not know the
    /// rental.
    mutating func settleDoubts(of id: Line.ID, status: RentalStatus?) throws(StoreError) {
        guard let name = line(id)?.account else { return }
        for doubt in doubts(about: id) {
            switch doubt.kind {
            case .extend:
                let settled = books[name]?.settled(extension: doubt, status: status, at: moment)
                if case .didNot = settled, try mayStillShow(doubt, on: name) { continue }
                try apply(settled ?? .open, to: doubt)
            case .refund:
                try settle(doubt, on: name) { $0.settled(refund: $1, status: status, at: $2) }
            default: continue
            }
        }
    }

    /// Settles cancels, resends and swaps by a look at the order.
    mutating func settleDoubts(of id: Line.ID, reading: ActivationReading) throws(StoreError) {
        guard let name = line(id)?.account else { return }
        for doubt in doubts(about: id) {
            try settle(doubt, on: name) { $0.settled($1, by: reading, at: $2) }
        }
    }

    // MARK: By payments

    /// Extensions in doubt at a provider that does not report an expiry.
    func extensionsUntold(on name: String) -> [(doubt: Action.ID, providerID: String)] {
        guard books[name]?.account?.capabilities.tellsExpiry == false else { return [] }
        return doubts(on: name).compactMap { doubt in
            guard doubt.kind == .extend, let id = line(doubt.line)?.providerID else { return nil }
            return (doubt.id, id)
        }
    }

    /// Settles an extension by the paid periods the provider shows for the rental, and by the
    /// balance.
    mutating func settle(
        extension id: Action.ID, paidPeriods: Int?, balance: Money?, asked: Instant, on name: String
    ) throws(StoreError) {
        guard let doubt = openAction(id), doubt.state == .doubt else { return }
        var lost = LostPayment()
        lost.price = doubt.details.price
        lost.paidPeriodsBefore = doubt.details.paidPeriodsBefore
        lost.paidPeriodsNow = paidPeriods
        lost.missing = try missing(from: balance, by: doubt, on: name)
        lost.isConclusive = doubt.isConclusive(asked: asked)
        switch lost.verdict {
        case .made:
            // The missing amount is the price, even if more was taken than was quoted.
            if let missing = lost.missing, missing.tenThousandths > 0 {
                try updateDetails(of: id) { $0.missing = missing }
            }
            try recordOutcome(of: id, .extended(Extension()))
        case .notMade:
            try notDone(
                doubt,
                "Neither the provider's list of payments nor the balance shows the extension.")
        case .unknown: break
        }
    }

    /// Records the number of paid periods of a rental before another one is bought.
    mutating func note(paidPeriods: Int?, before id: Action.ID) throws(StoreError) {
        try updateDetails(of: id) { details in
            guard details.unsure == nil || details.paidPeriodsBefore == nil else { return }
            details.paidPeriodsBefore = paidPeriods
        }
    }

    // MARK: Consequences

    private mutating func apply(_ settled: Settled, to doubt: OpenAction) throws(StoreError) {
        switch settled {
        case .open: break
        case .happened(let outcome): try recordOutcome(of: doubt.id, outcome)
        case .didNot(let reason): try notDone(doubt, reason)
        case .closed(let state, let reason, let clearsDoubt):
            var line = clearsDoubt ? line(doubt.line) : nil
            line?.inDoubt = false
            try close(doubt, state, reason, line: line)
        }
    }

    /// Not everything can be concluded yet: the lists are asked for again early.
    mutating func askAgain(_ name: String, after pause: Duration) {
        let there = time(of: name)
        books[name]?.account?.lists.repeatAfter(pause, at: there)
    }

    /// The call is known not to have happened. Unless a person ordered it, it is retried, at
    /// growing intervals.
    private mutating func notDone(_ doubt: OpenAction, _ reason: String) throws(StoreError) {
        var line = line(doubt.line)
        if doubt.mayEndManager, doubt.origin == "plan" {
            // Once closed, the plan would decide on it again and call once more.
            return try tellOfStops(doubt, reason)
        }
        line?.inDoubt = false
        if doubt.mayEndManager {
            return try close(doubt, .failed, "\(reason) \(doubt.stopsReason)", line: line)
        }
        let hasTriesLeft = (doubt.details.doubts ?? 1) < Self.tries
        // A planned extension is never given up while there is time.
        guard doubt.origin != "console", hasTriesLeft || retrying(doubt).isPlannedExtension else {
            try close(doubt, .failed, reason, line: line)
            return
        }
        let pause = hasTriesLeft ? Retrying.pause(after: doubt.attempts) : .minutes(30)
        try postpone(doubt, until: moment.now + pause, reason, line: line)
        if let name = account(of: doubt) { wakeLanes(of: name) }
    }

    /// Leaves a call of the plan that several starts found running to a person.
    private mutating func tellOfStops(_ doubt: OpenAction, _ reason: String) throws(StoreError) {
        let sentence =
            "\(reason) The manager stopped \(doubt.details.stops ?? 0) times in a row during this call, "
            + "so it is not made again by itself. Run `doubts --dismiss \(doubt.id)` to let the plan "
            + "try again."
        guard doubt.result != sentence else { return }
        try explain(doubt, sentence)
        try note(
            kind: "unsure", text: "\(doubt.row.noun) of line \(doubt.line ?? 0): \(sentence)",
            line: doubt.line)
    }

    // MARK: Doubts without evidence

    /// How often a call of unknown outcome is repeated.
    private static let unsureTries = 2

    /// Handles doubts that stay unknown while the time to act runs out. A second request for a
    /// refund returns the money only once, so a refund is repeated. An extension made twice is paid
    /// for twice; the configuration says whether that is worse than losing the number.
    mutating func reconsider(on name: String) throws(StoreError) {
        let now = time(of: name)
        for doubt in doubts(on: name) where doubt.isConclusive(asked: moment.now) {
            guard let line = line(doubt.line), !doubt.mayEndManager || doubt.kind == .extend else {
                continue
            }
            switch doubt.kind {
            case .refund:
                guard let end = line.refund.until, now < end, end - now < .minutes(5) else {
                    continue
                }
                try askOnceMore(doubt, "It will be claimed again before the window closes.")
            case .cancel:
                guard let end = line.expiresAt, now < end, end - now < .minutes(3) else {
                    continue
                }
                try askOnceMore(doubt, "It will be claimed again before the line expires.")
            case .extend: try reconsider(extension: doubt, of: line, now: now)
            default: continue
            }
        }
    }

    private mutating func reconsider(
        extension doubt: OpenAction, of line: Line, now: Instant
    ) throws(StoreError) {
        let age = moment.now - doubt.doubtfulSince
        guard line.state == .active, let end = line.expiresAt, now < end else { return }
        let left = end.left(own: moment.now, provider: now)
        let lastChance = books[line.account]?.lastChance ?? .minutes(30)
        guard left < lastChance, age > min(.minutes(10), left / 4) else { return }
        let tries = doubt.details.unsure ?? 0
        let unknown =
            "Line \(line.name) expires soon, and it is unknown whether it was extended. "
        let isWanted = doubt.origin != "console" || settings.policy.rentals.extendBefore != nil
        if settings.policy.rentals.extendWhenUnsure == .retry, isWanted, tries < Self.unsureTries,
            !doubt.mayEndManager
        {
            try note(
                kind: "unsure",
                text: unknown + "It is extended again; at worst it is paid for twice.",
                line: line.id)
            try updateDetails(of: doubt.id) { $0.unsure = tries + 1 }
            guard let again = openAction(doubt.id) else { return }
            try askOnceMore(again, "Outcome unknown; trying again.")
        } else if doubt.details.asked != true {
            try updateDetails(of: doubt.id) { $0.asked = true }
            let days = doubt.details.days ?? 0
            try note(
                kind: "unsure",
                text: unknown + "If it was not extended, run `doubts --dismiss \(doubt.id)` and "
                    + "`extend \(line.id) \(days)` to keep the number.", line: line.id)
        }
    }

    private mutating func askOnceMore(_ doubt: OpenAction, _ reason: String) throws(StoreError) {
        var line = line(doubt.line)
        line?.inDoubt = false
        try postpone(doubt, until: moment.now, reason, line: line)
        if let name = account(of: doubt) { wakeLanes(of: name) }
    }
}
