import Accounts
import Lines
import Providers
import Storage
import Transport

/// Applies the observations of lanes.
extension KeeperLogic {
    /// The provider says that it does not know a line. This is believed when it says so again a
    /// minute later: some providers forget an order for a moment after selling it.
    mutating func recordNotFound(_ id: Line.ID) throws(StoreError) {
        // This counts as an answer; otherwise the line would be asked about again at once.
        try observe(.looked(new: 0, last: nil), on: id)
        known.noteEnd(of: id, isByClock: false)
        guard let line = line(id), line.state.isHeld else { return }
        let there = time(of: line.account)
        track(id) { $0.polling.checkedAt = there }
        let now = moment.now
        let isOver = line.expiresAt.map { $0 <= reckoning(of: line.account).sure } ?? false
        guard let since = tracked(id)?.notFoundSince, !isOver else {
            track(id) { $0.notFoundSince = now }
            if isOver { try endLine(.unknownToProvider, on: id) }
            return
        }
        guard now - since >= .minutes(1) else { return }
        track(id) { $0.notFoundSince = nil }
        try endLine(.unknownToProvider, on: id)
    }

    /// Applies one observation about one line.
    mutating func observe(_ observation: Observation, on id: Line.ID) throws(StoreError) {
        guard var line = line(id) else { return }
        if case .status = observation { track(id) { $0.notFoundSince = nil } }
        guard let observation = try vetted(observation, on: line) else { return }
        if case .status(let status) = observation, status.isAvailable {
            contradictClock(with: line, until: status.expiresAt)
        }
        let before = line
        let events = line.apply(observation, at: reckoning(of: line.account))
        try settle(before, line, events)
        switch observation {
        case .status, .listed: try noticeAutoExtension(of: before, line)
        default: break
        }
        if case .time = observation, !before.state.isEnded, line.state.isEnded {
            known.noteEnd(of: id, isByClock: true)
        }
        if !line.state.isEnded { known.noteEnd(of: id, isByClock: false) }
    }

    /// A lane has finished with a line.
    ///
    /// - Parameter failed: whether the provider did not answer for this line, which is then left
    ///   alone for a while: 1, 2, 4 ... 60 s.
    mutating func release(_ id: Line.ID, failed: Bool = false) throws(StoreError) {
        track(id) { $0.isBusy = false }
        guard let line = line(id) else { return }
        if failed {
            // If the order itself cannot be read, a list's partial view of it is better than
            // nothing.
            if tracked(id)?.backoff?.isPersistent == true { try storeListed(of: id) }
            if tracked(id)?.polling.hasUncheckedNews == true { requestLook(at: id) }
            let there = time(of: line.account)
            track(id) { $0.backoff = Backoff(after: $0.backoff, at: there) }
        } else {
            track(id) { $0.backoff = nil }
        }
        // A line counts as run out only after an answer, because it may have been extended
        // elsewhere, unless there has been no answer for a long time.
        let isLongOver =
            line.expiresAt.map { reckoning(of: line.account).sure - $0 > .hours(1) } ?? false
        guard !failed || isLongOver else {
            try observe(.silence, on: id)
            return wakeLanes(of: line.account)
        }
        if isLongOver { try storeListed(of: id) }
        try observe(.time, on: id)
        wakeLanes(of: line.account)
    }

    /// - Parameter error: errors that concern the account rather than the call do not count.
    mutating func pollFailed(on name: String, _ error: ProviderError? = nil) {
        let there = time(of: name)
        if books[name]?.account?.polls.failed(error, at: there) == true { books[name]?.replan() }
        wakeLanes(of: name)
    }

    mutating func noteBalance(_ money: Money?, on name: String) {
        let moment = moment
        let before = books[name]?.account?.balance.known?.money
        books[name]?.account?.balance.end(with: money, at: moment.now)
        if let money {
            noteFall(from: before, to: money, on: name)
            // A result that cannot be written now follows with the next balance.
            try? compareWaiting(with: money, on: name)
            noticeLow(money, on: name)
        }
        wakeLanes(of: name)
    }

    private mutating func noticeLow(_ money: Money, on name: String) {
        guard var watch = books[name]?.account?.lowBalance else { return }
        let told = watch.notice(money, of: name, below: settings.balanceBelow)
        do throws(StoreError) {
            if let told {
                let event = EventRecord(at: moment.now, kind: told.kind, text: told.text)
                try write([.event(event), .lowBalance(watch.isLow, of: name)])
            }
            books[name]?.account?.lowBalance = watch
        } catch {
            // It is noticed again with the next balance.
        }
    }

    /// Writes what must survive a crash, and keeps the rest in memory.
    ///
    /// The time of the last look and the end of the listening period are asked for again after a
    /// start: writing them on every poll would flush the disk once a second for nothing.
    mutating func settle(
        _ before: Line, _ line: Line, _ events: [LineEvent]
    ) throws(StoreError) {
        guard !events.isEmpty || before.durable != line.durable else {
            rememberUnwritten(line)
            return
        }
        let missed = missedWindows(before, line)
        var line = line
        // An ended line has no open questions once its provider has confirmed the end.
        let isSettled = line.state.isEnded && !line.endedWithoutAnswer
        if isSettled { line.inDoubt = false }
        let updated = line
        var changes = [Change.line(line)]
        if line.state == .refunded, before.state != .refunded, let price = line.returnable,
            price.tenThousandths != 0
        {
            // Orders that get no SMS are refunded by the provider itself.
            changes.append(
                .ledger(
                    LedgerEntry(
                        at: moment.now, account: line.account, line: line.id, action: nil,
                        kind: .refund, what: "returned by the provider", origin: "provider",
                        amount: price)))
        }
        try write(changes + [.lineEvents(events + missed, of: line)])
        if isSettled { try closeDoubts(of: updated) }
        if !doubts(about: updated.id).isEmpty {
            askAgain(updated.account, after: .seconds(5))
        }
    }

    /// Reports orders of the configuration that can no longer be carried out for a line.
    private func missedWindows(_ before: Line, _ line: Line) -> [LineEvent] {
        guard line.kind == .rental, line.state == .expired, before.state != .expired,
            settings.policy.rentals.extendBefore != nil, !line.isAdopted
        else { return [] }
        return [LineEvent(.missed, "It expired without the planned extension.")]
    }

    private func isListed(_ line: Line) -> Bool {
        books[line.account]?.offers(.listRentals) == true
    }

    /// How a line ended settles its doubts, except whether a resend or swap created another order,
    /// and whether it was extended if the provider lists rentals.
    private mutating func closeDoubts(of line: Line) throws(StoreError) {
        for doubt in doubts(about: line.id)
        where doubt.kind != .resend && doubt.kind != .swap
            && (doubt.kind != .extend || doubt.isConclusive(asked: moment.now) && !isListed(line))
        {
            let isDone = doubt.kind == .cancel && line.state == .refunded
            try close(
                doubt, isDone ? .done : .failed,
                "The line has ended: it is \(line.state.rawValue).",
                line: nil)
        }
    }
}
