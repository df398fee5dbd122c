/// How rentals are checked and kept switched on.
///
/// A status call keeps a rental that falls asleep switched on; a look requests the status and the
/// messages. If the budget does not allow all looks, status calls fill the gaps: a late look costs
/// time, but a sleeping rental loses messages.
extension Plan {
    /// How often a rental is checked, status and messages, if the budget allows it.
    package static func interval(
        ofRental line: Line, _ policy: Policy, awaited: Bool, pace: Pace, now: Instant
    ) -> Duration {
        let wanted = wantsListening(line, policy: policy, now: now)
        // A look that returns no texts only confirms that the number still exists.
        guard awaited else {
            return wanted && pace.bringsTexts ? policy.polling.rentals : policy.polling.idle
        }
        return pace.bringsTexts && line.listening.isListening(at: now)
            ? policy.polling.rentals : max(shortest(policy.polling, pace), pace.awaited)
    }

    /// How often the messages of a rental that is listening are requested between two looks; nil
    /// if only looks request them.
    package static func readingInterval(
        ofRental line: Line, _ policy: Policy, awaited: Bool, pace: Pace, now: Instant
    ) -> Duration? {
        guard pace.bringsTexts, line.state == .active, line.listening.isListening(at: now),
            awaited || wantsListening(line, policy: policy, now: now)
        else { return nil }
        let eager = pace.eager.map { $0 * eagerRentals }
        guard awaited else { return eager }
        let routine = max(policy.polling.awaited, pace.awaited)
        return min(routine, eager ?? routine)
    }

    /// An eager rental takes one turn for this many of an activation: whoever waits for an
    /// activation has nothing else to wait for.
    package static let eagerRentals = 3.0

    /// The shortest pause between two looks at a rental: a status call is not made more often.
    private static func shortest(_ polling: Polling, _ pace: Pace) -> Duration {
        pace.bringsTexts ? max(polling.awaited, .seconds(1)) : polling.rentals
    }

    /// Among overdue duties, young activations go before rentals.
    private static let share = 3.0

    static func rentalLooks(
        _ line: Line, _ policy: Policy, awaited: Bool, pace: Pace, now: Instant
    ) -> [Duty] {
        let looks = statusLooks(line, policy, awaited: awaited, pace: pace, now: now)
        guard
            let interval = readingInterval(
                ofRental: line, policy, awaited: awaited, pace: pace, now: now),
            let last = pace.askedAt ?? line.lookedAt
        else { return looks }
        let read = Duty(
            .read, line: line.id, due: last + interval,
            reason: "check for messages, which are expected")
        // A look requests the messages as well.
        let isCovered = looks.contains { $0.kind == .look && $0.due <= max(read.due, now) }
        return isCovered ? looks : looks + [read]
    }

    /// Calls that ask for the status, and usually for the messages as well.
    private static func statusLooks(
        _ line: Line, _ policy: Policy, awaited: Bool, pace: Pace, now: Instant
    ) -> [Duty] {
        let listening = line.listening
        // A look answered with "unknown" counts too, though it reports no status. After messages
        // were read by themselves, the line was looked at later than checked.
        guard
            let last = [
                pace.checkedAt ?? listening.statusAt, pace.isRead ? nil : line.lookedAt,
            ].compactMap(\.self).max()
        else {
            // A line that was never checked has waited since it was bought.
            var look = Duty(.look, line: line.id, due: now, reason: "not checked yet")
            look.rank = min(now, line.purchasedAt)
            return [look]
        }
        let interval = interval(
            ofRental: line, policy, awaited: awaited, pace: pace, now: now)
        var look = Duty(
            .look, line: line.id, due: last + interval,
            reason: pace.isKeptOn
                ? "check for messages" : "check for messages; the budget cannot keep it on")
        // The same share of the budget as an old activation.
        look.rank = last + interval * (awaited ? 1 : pace.slowdown * share)
        let wanted = awaited || wantsListening(line, policy: policy, now: now)
        guard wanted, pace.isKeptOn else { return [look] }
        // If time is short, duties that keep a line on go before those that only check it.
        if pace.slowdown > 1,
            let refresh = refresh(of: line, policy.polling, pace, last: last, now: now)
        {
            return [look, refresh]
        }
        guard listening.isAvailable else {
            // It is unknown whether a line that never answered sleeps.
            guard listening.statusAt != nil else { return [look] }
            // Frequent at first; a line that does not wake is asked less and less often.
            let pause = wakingPause(of: line, policy.polling, awaited: awaited, pace, now: now)
            var wake = Duty(
                .look, line: line.id, due: max(last, listening.statusAt ?? last) + pause,
                deadline: listening.until.flatMap { $0 > now ? $0 : nil },
                reason: "waking it: not available yet")
            wake.rank = wake.due + pause * (awaited ? 0 : pace.slowdown - 1)
            return [wake]
        }
        guard let until = listening.until, let refreshBy = listening.refreshBy else {
            return [look]
        }
        return [
            Duty(
                .look, line: line.id, due: min(look.due, refreshBy), deadline: until,
                reason: .time("check for messages; it sleeps", until))
        ]
    }

    /// The cheapest call that keeps a rental on or switches it on; nil if the rental does not fall
    /// asleep.
    ///
    /// In the long run a rental that does not wake is asked no more often than one that is on.
    private static func refresh(
        of line: Line, _ polling: Polling, _ pace: Pace, last: Instant, now: Instant
    ) -> Duty? {
        let listening = line.listening
        guard let upkeep = listening.upkeep else { return nil }
        let asked = max(last, listening.statusAt ?? last)
        guard listening.isAvailable, let until = listening.until else {
            let waiting = now - (listening.wakingSince ?? asked)
            return Duty(
                .refresh, line: line.id,
                due: asked + min(max(shortest(polling, pace), upkeep / 6, waiting / 10), upkeep),
                reason: "waking it: not available yet")
        }
        return Duty(
            .refresh, line: line.id, due: min(asked + upkeep, listening.refreshBy ?? until),
            deadline: until, reason: .time("keep it on; it sleeps", until))
    }

    /// The pause between two calls while a line wakes. It grows, but never beyond the time the line
    /// stays on after one call.
    package static func wakingPause(
        of line: Line, _ polling: Polling, awaited: Bool, _ pace: Pace, now: Instant
    ) -> Duration {
        let since = line.listening.wakingSince ?? line.listening.statusAt ?? line.lookedAt ?? now
        let shortest = max(Self.shortest(polling, pace), awaited ? pace.awaited : .zero)
        let longest = min(polling.rentals * 3, line.listening.upkeep ?? .days(1))
        return max(shortest, min((now - since) / 10, longest))
    }
}
