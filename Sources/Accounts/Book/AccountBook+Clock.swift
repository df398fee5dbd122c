package import Lines

/// Moves recorded times when the provider's clock turns out to be wrong or the machine's clock is
/// set.
extension AccountBook {
    /// Moves times recorded by the provider's clock. Otherwise a look recorded an hour too late
    /// would block the next one for an hour.
    ///
    /// - Parameter wasSettled: whether windows were already counted by the previous clock. The part
    ///   that has elapsed stays the same, whatever the clock shows now.
    package mutating func shiftProviderTimes(
        by difference: Duration, wasSettled: Bool, at moment: Moment
    ) {
        let now = time(at: moment)
        for id in lines.keys.sorted() {
            guard let line = line(id), isServed(line) else { continue }
            let isStamped = account?.stamped.contains(id) == true
            change(id) { tracked in
                tracked.shiftProviderTimes { line in
                    line.shiftProviderTimes(by: difference)
                    if isStamped {
                        line.restatePurchase(by: difference)
                    } else if wasSettled {
                        line.refund.until = line.refund.until.map { $0 + difference }
                    }
                    line.endNoLater(than: now)
                }
                tracked.shiftProviderTimes(by: difference)
            }
            plannedLines.insert(id)
        }
        account?.shiftProviderTimes(by: difference)
    }

    package mutating func shift(by step: Duration) {
        account?.shift(by: step)
        changeAll(where: \.isNotedOnOurClock) { $0.shift(by: step) }
        shiftActions(by: step)
    }

    /// Lines that ended by the clock alone and may be alive by another clock. The provider is asked
    /// about them.
    package func contestedLines(at moment: Moment) -> [Line.ID] {
        endedByClock.filter { isContested($0, at: moment) }.sorted()
    }
}

extension TrackedLine {
    /// Moves times recorded by the provider's clock.
    fileprivate mutating func shiftProviderTimes(by difference: Duration) {
        polling.duties = nil
        polling.checkedAt = polling.checkedAt.map { $0 + difference }
        if let until = backoff?.until { backoff?.until = until + difference }
        polling.readAt = polling.readAt.map { $0 + difference }
        awaitedUntil = awaitedUntil.map { $0 + difference }
        stirredAt = stirredAt.map { $0 + difference }
    }

    /// Whether any of the times was recorded by the machine's clock.
    fileprivate var isNotedOnOurClock: Bool { notFoundSince != nil || missingFromListSince != nil }

    /// Moves times recorded by the machine's clock.
    fileprivate mutating func shift(by step: Duration) {
        notFoundSince = notFoundSince.map { $0 + step }
        missingFromListSince = missingFromListSince.map { $0 + step }
    }
}

extension Line {
    /// Moves a purchase that was recorded before the provider's clock was settled.
    fileprivate mutating func restatePurchase(by difference: Duration) {
        purchasedAt = purchasedAt + difference
        refund.until = refund.until.map { $0 + difference }
    }

    /// Moves an end that lies in the future, recorded by a wrong clock, to `now`. Otherwise nobody
    /// would ask until then how the line ended.
    package mutating func endNoLater(than now: Instant) {
        endedAt = endedAt.map { min($0, now) }
        if state.isEnded { lookedAt = lookedAt.map { min($0, now) } }
    }

    fileprivate mutating func shiftProviderTimes(by difference: Duration) {
        // Both the end and the last look of an ended line were recorded long ago.
        guard !state.isEnded else { return }
        lookedAt = lookedAt.map { $0 + difference }
        toldAt = toldAt.map { $0 + difference }
        listening.statusAt = listening.statusAt.map { $0 + difference }
        listening.until = listening.until.map { $0 + difference }
        listening.wakingSince = listening.wakingSince.map { $0 + difference }
        listening.wantedUntil = listening.wantedUntil.map { $0 + difference }
    }
}
