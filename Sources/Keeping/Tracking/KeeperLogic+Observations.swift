import Lines
import Providers
import Storage
import Transport

/// Taking in what lanes learned.
extension KeeperLogic {
    /// The provider says it does not know a line. Believed when it says so again a minute later:
    /// some forget an order for a moment after they sold it.
    mutating func deny(_ id: Line.ID) throws(StoreError) {
        // That is an answer too: without it the line would be asked about at once again.
        try observe(.looked(new: 0, last: nil), on: id)
        known.noteEnd(of: id, isByClock: false)
        guard let line = line(id), line.state.isHeld else { return }
        let there = time(of: line.account)
        track(id) { $0.polling.checkedAt = there }
        let now = moment.now
        let isOver = line.expiresAt.map { $0 <= reckoning(of: line.account).sure } ?? false
        guard let since = tracked(id)?.notFoundSince, !isOver else {
            track(id) { $0.notFoundSince = now }
            if isOver { try conclude(.unknownToProvider, on: id) }
            return
        }
        guard now - since >= .minutes(1) else { return }
        track(id) { $0.notFoundSince = nil }
        try conclude(.unknownToProvider, on: id)
    }

    /// One fact about one line.
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
        if case .time = observation, !before.state.isEnded, line.state.isEnded {
            known.noteEnd(of: id, isByClock: true)
        }
        if !line.state.isEnded { known.noteEnd(of: id, isByClock: false) }
    }

    /// A lane is done with a line.
    ///
    /// - Parameter failed: whether the provider was asked and did not answer for this line, which
    ///   is then left alone for a while: 1, 2, 4 ... 60 s.
    mutating func release(_ id: Line.ID, failed: Bool = false) throws(StoreError) {
        track(id) { $0.isBusy = false }
        guard let line = line(id) else { return }
        if failed {
            // Where the order itself cannot be read, what a list shows of it is better than nothing.
            if tracked(id)?.backoff?.isPersistent == true { try keepGlimpse(of: id) }
            if tracked(id)?.polling.hasUncheckedNews == true { summon(id) }
            let there = time(of: line.account)
            track(id) { $0.backoff = Backoff(after: $0.backoff, at: there) }
        } else {
            track(id) { $0.backoff = nil }
        }
        // That its time ran out is concluded only from an answer, for it may have been extended
        // elsewhere; unless there has been none for a long time.
        let isLongOver =
            line.expiresAt.map { reckoning(of: line.account).sure - $0 > .hours(1) } ?? false
        guard !failed || isLongOver else {
            try observe(.silence, on: id)
            return wakeLanes(of: line.account)
        }
        if isLongOver { try keepGlimpse(of: id) }
        try observe(.time, on: id)
        wakeLanes(of: line.account)
    }

    /// - Parameter error: why; what says something of the account rather than of the call does not count.
    mutating func pollFailed(on name: String, _ error: ProviderError? = nil) {
        let there = time(of: name)
        if books[name]?.account?.polls.failed(error, at: there) == true { books[name]?.replan() }
        wakeLanes(of: name)
    }

    mutating func noteBalance(_ money: Money?, on name: String) {
        let moment = moment
        books[name]?.account?.balance.end(with: money, at: moment.now)
        if let money {
            // What cannot be written now is told by the next one.
            try? compareWaiting(with: money, on: name)
        }
        wakeLanes(of: name)
    }

    /// Writes what must outlast a crash, keeps the rest in memory.
    ///
    /// When a line was looked at, and for how long it is switched on, is asked again after a start
    /// anyway: writing that on every poll would cost a disk flush a second for nothing.
    mutating func settle(
        _ before: Line, _ line: Line, _ events: [LineEvent]
    ) throws(StoreError) {
        guard !events.isEmpty || before.durable != line.durable else {
            remember(line)
            return
        }
        let missed = missedWindows(before, line)
        var line = line
        // A line that is over has no open questions, once its provider had its say.
        let isSettled = line.state.isEnded && !line.endedUnheard
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

    /// What the manager was told to do with a line and can no longer do: said, never passed over.
    private func missedWindows(_ before: Line, _ line: Line) -> [LineEvent] {
        guard line.kind == .rental, line.state == .expired, before.state != .expired,
            settings.policy.rentals.extendBefore != nil, !line.isAdopted
        else { return [] }
        return [LineEvent(.missed, "It was to be extended before it ran out, and was not.")]
    }

    private func isListed(_ line: Line) -> Bool {
        books[line.account]?.offers(.listRentals) == true
    }

    /// What a line ended as is the answer to whatever was open about it; but not to whether another
    /// order took its place, nor to whether it was extended where a list of rentals tells.
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
