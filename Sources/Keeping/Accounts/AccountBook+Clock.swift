import Lines

/// What was noted by a clock that turns out to be another, or that somebody sets.
extension AccountBook {
    /// What was noted in the provider's time: otherwise a look that was noted an hour too late would not be
    /// followed by another for an hour.
    ///
    /// - Parameter wasSettled: whether windows were counted by the clock before: as much of them is over as
    ///   was, whatever the clock shows now.
    mutating func restate(by difference: Duration, wasSettled: Bool, at moment: Moment) {
        let now = time(at: moment)
        for id in lines.keys.sorted() {
            guard let line = line(id), isServed(line) else { continue }
            let isStamped = account?.stamped.contains(id) == true
            change(id) { tracked in
                tracked.restate { line in
                    line.restate(by: difference)
                    if isStamped {
                        line.restatePurchase(by: difference)
                    } else if wasSettled {
                        line.refund.until = line.refund.until.map { $0 + difference }
                    }
                    line.endNoLater(than: now)
                }
                tracked.restate(by: difference)
            }
            plannedLines.insert(id)
        }
        account?.restate(by: difference)
    }

    /// The machine's clock was set.
    mutating func shift(by step: Duration) {
        account?.shift(by: step)
        changeAll(where: \.isNotedOnOurClock) { $0.shift(by: step) }
        shiftActions(by: step)
    }

    /// Lines that only the clock ended and that may be alive by another: their provider knows.
    func contestedLines(at moment: Moment) -> [Line.ID] {
        endedByClock.filter { isContested($0, at: moment) }.sorted()
    }
}

extension TrackedLine {
    /// The provider's clock turned out to be another.
    fileprivate mutating func restate(by difference: Duration) {
        polling.duties = nil
        polling.checkedAt = polling.checkedAt.map { $0 + difference }
        if let until = backoff?.until { backoff?.until = until + difference }
        awaitedUntil = awaitedUntil.map { $0 + difference }
    }

    /// Whether anything of it was noted on the machine's clock.
    fileprivate var isNotedOnOurClock: Bool { notFoundSince != nil || missingFromListSince != nil }

    /// The machine's clock was set.
    fileprivate mutating func shift(by step: Duration) {
        notFoundSince = notFoundSince.map { $0 + step }
        missingFromListSince = missingFromListSince.map { $0 + step }
    }
}

extension Line {
    /// A purchase that was noted by a clock that was not known for sure.
    fileprivate mutating func restatePurchase(by difference: Duration) {
        purchasedAt = purchasedAt + difference
        refund.until = refund.until.map { $0 + difference }
    }

    /// An end that lies ahead was noted by a clock that was wrong; until then nobody would ask how it
    /// ended.
    mutating func endNoLater(than now: Instant) {
        endedAt = endedAt.map { min($0, now) }
        if state.isEnded { lookedAt = lookedAt.map { min($0, now) } }
    }

    fileprivate mutating func restate(by difference: Duration) {
        // Of a line that is over both its end and its last look were noted long ago.
        guard !state.isEnded else { return }
        lookedAt = lookedAt.map { $0 + difference }
        toldAt = toldAt.map { $0 + difference }
        listening.statusAt = listening.statusAt.map { $0 + difference }
        listening.until = listening.until.map { $0 + difference }
        listening.wakingSince = listening.wakingSince.map { $0 + difference }
        listening.wantedUntil = listening.wantedUntil.map { $0 + difference }
    }
}
