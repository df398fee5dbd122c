/// How rentals are looked at and kept switched on.
///
/// Asking for its status is what keeps a rental on that sleeps by itself; a look asks for that and for
/// its messages. Where the budget has no time for all looks, status alone is asked for in between: a look
/// that is late costs time, a rental that sleeps loses what is sent to it.
extension Plan {
    /// How often a rental is looked at where there is time for all.
    package static func interval(
        ofRental line: Line, _ policy: Policy, awaited: Bool, pace: Pace, now: Instant
    ) -> Duration {
        let wanted = wantsListening(line, policy: policy, now: now)
        guard awaited else {
            // A look that brings no texts only tells that the number is still there.
            return wanted && pace.bringsTexts ? policy.polling.rentals : policy.polling.idle
        }
        return max(pace.bringsTexts ? policy.polling.awaited : policy.polling.rentals, pace.awaited)
    }

    /// Of what is overdue, young activations go before rentals.
    private static let share = 3.0

    static func rentalLooks(
        _ line: Line, _ policy: Policy, awaited: Bool, pace: Pace, now: Instant
    ) -> [Duty] {
        let listening = line.listening
        // A look that was answered with "unknown" is one too, though it tells no status.
        guard
            let last = [pace.askedAt ?? listening.statusAt, line.lookedAt].compactMap(\.self).max()
        else {
            // One that was never asked about waits since it came.
            var look = Duty(.look, line: line.id, due: now, reason: "not asked yet")
            look.rank = min(now, line.purchasedAt)
            return [look]
        }
        let interval = interval(
            ofRental: line, policy, awaited: awaited, pace: pace, now: now)
        var look = Duty(
            .look, line: line.id, due: last + interval,
            reason: pace.isKeptOn
                ? "look for messages" : "look for messages; the budget cannot keep it switched on")
        // As much of the budget as an activation gets that has waited for long.
        look.rank = last + interval * (awaited ? 1 : pace.stretch * share)
        let wanted = awaited || wantsListening(line, policy: policy, now: now)
        guard wanted, pace.isKeptOn else { return [look] }
        // Where there is no time for all, what keeps it switched on goes before what only looks.
        if pace.stretch > 1, let refresh = refresh(of: line, policy.polling, last: last, now: now) {
            return [look, refresh]
        }
        guard listening.isAvailable else {
            // Of one that never answered it is not known whether it sleeps.
            guard listening.statusAt != nil else { return [look] }
            // Fast while it wakes; a line that does not come up is asked more and more calmly.
            let pause = wakingPause(of: line, policy.polling, awaited: awaited, pace, now: now)
            var wake = Duty(
                .look, line: line.id, due: max(last, listening.statusAt ?? last) + pause,
                deadline: listening.until.flatMap { $0 > now ? $0 : nil },
                reason: "waking it: not available yet")
            wake.rank = wake.due + pause * (awaited ? 0 : pace.stretch - 1)
            return [wake]
        }
        guard let until = listening.until, let refreshBy = listening.refreshBy else {
            return [look]
        }
        return [
            Duty(
                .look, line: line.id, due: min(look.due, refreshBy), deadline: until,
                reason: .time("look; it falls asleep", until))
        ]
    }

    /// What keeps a rental on, or switches it on, with the least that can be asked; nil for one that does
    /// not sleep by itself.
    ///
    /// One that does not come up is asked no more often in the long run than one that is on.
    private static func refresh(
        of line: Line, _ polling: Polling, last: Instant, now: Instant
    ) -> Duty? {
        let listening = line.listening
        guard let upkeep = listening.upkeep else { return nil }
        let asked = max(last, listening.statusAt ?? last)
        guard listening.isAvailable, let until = listening.until else {
            let waiting = now - (listening.wakingSince ?? asked)
            return Duty(
                .refresh, line: line.id,
                due: asked + min(max(polling.awaited, upkeep / 6, waiting / 10), upkeep),
                reason: "waking it: not available yet")
        }
        return Duty(
            .refresh, line: line.id, due: min(asked + upkeep, listening.refreshBy ?? until),
            deadline: until, reason: .time("keep it on; it falls asleep", until))
    }

    /// How long a line that wakes is left alone between two questions: ever longer, but not so long that
    /// what one of them switched on is off again when the next one asks.
    package static func wakingPause(
        of line: Line, _ polling: Polling, awaited: Bool, _ pace: Pace, now: Instant
    ) -> Duration {
        let since = line.listening.wakingSince ?? line.listening.statusAt ?? line.lookedAt ?? now
        let shortest = awaited ? max(polling.awaited, pace.awaited) : polling.awaited
        let longest = min(polling.rentals * 3, line.listening.upkeep ?? .days(1))
        return max(shortest, min((now - since) / 10, longest))
    }
}
