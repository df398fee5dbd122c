/// When a channel is sent to: not in its quiet hours, several in one, and not too often.
///
/// What is held back is sent later; nothing is dropped. A code is never held past the time for which
/// it is good.
package struct ChannelTiming: Equatable, Sendable {
    /// What is sent in quiet hours, and is not gathered.
    package enum Exemption: String, CaseIterable, Sendable {
        case code
        case urgent
    }

    /// How what was held is sent.
    package enum Afterwards: String, CaseIterable, Sendable {
        case digest
        case each
    }

    package struct Quiet: Equatable, Sendable {
        package var hours: QuietHours
        package var letThrough: Set<Exemption> = [.code, .urgent]
        package var afterwards = Afterwards.digest

        package init(_ hours: QuietHours) { self.hours = hours }
    }

    package struct Gathering: Equatable, Sendable {
        package var every: Schedule
        package var letThrough: Set<Exemption> = [.code, .urgent]
        /// How many may wait: so many are sent at once. Nil if only the time counts.
        package var most: Int?

        package init(every: Schedule) { self.every = every }
    }

    /// At most so many notices in any span of this length.
    package struct Rate: Equatable, Sendable {
        package var most: Int
        package var span: Duration

        package init(most: Int, span: Duration) {
            self.most = most
            self.span = span
        }
    }

    package var quiet: Quiet?
    package var gathering: Gathering?
    package var rate: Rate?
    /// How many messages one digest holds, whatever it is made for.
    package var mostInDigest = 50
    /// The longest digest that may be asked for.
    package static let longestDigest = 200
    /// How long the text of a digest may be, in bytes of UTF-8.
    package var digestBytes = 3_000

    package init() {}

    /// Whether it holds nothing back.
    package var isAlways: Bool { quiet == nil && gathering == nil && rate == nil }
}

extension ChannelTiming {
    /// What is known of a forward when its turn has come.
    package struct Waiting: Equatable {
        package var isUrgent = false
        /// Until when its code is good; nil if it has none.
        package var codeUntil: Instant?
        /// Whether it was held back and has its turn for that reason.
        package var hold: ForwardHold?
        /// Whether the channel has refused it before, or it stands for several already.
        package var isAgain = false
        /// Whether a person waits for it.
        package var isAwaited = false

        package init(
            isUrgent: Bool = false, codeUntil: Instant? = nil, hold: ForwardHold? = nil,
            isAgain: Bool = false, isAwaited: Bool = false
        ) {
            self.isUrgent = isUrgent
            self.codeUntil = codeUntil
            self.hold = hold
            self.isAgain = isAgain
            self.isAwaited = isAwaited
        }

        /// Whether it is sent in one with others that waited.
        package var isGathered: Bool { hold?.isGathered == true && !isAgain }
    }

    package enum Turn: Equatable {
        case now
        case later(Instant, ForwardHold)
    }

    /// Whether a forward is sent now, or when it has its next turn.
    ///
    /// - Parameter sent: when the channel was sent something lately.
    package func turn(
        of waiting: Waiting, at now: Instant, sent: [Instant], zone: LocalZone
    ) -> Turn {
        guard !waiting.isAwaited else { return .now }
        if let quiet, let end = quiet.hours.end(at: now), !waiting.isLet(through: quiet.letThrough),
            !waiting.runsOut(at: now, before: end)
        {
            return .later(end, quiet.afterwards == .digest ? .quiet : .quietEach)
        }
        // It has waited for its digest, and a second try does not wait for another one.
        guard !waiting.isAgain else { return .now }
        if let gathering, waiting.hold == nil, !waiting.isLet(through: gathering.letThrough),
            let next = gathering.every.next(after: now, last: Instant(unixSeconds: 0), in: zone),
            !waiting.runsOut(at: now, before: next)
        {
            return .later(next, .digest)
        }
        if let free = rate?.free(at: now, after: sent), !waiting.runsOut(at: now, before: free) {
            return .later(free, .rate)
        }
        return .now
    }
}

extension ChannelTiming.Rate {
    /// When there is room again; nil if there is.
    fileprivate func free(at now: Instant, after sent: [Instant]) -> Instant? {
        let counted = sent.filter { $0 > now - span && $0 <= now }.sorted()
        guard counted.count >= most, most > 0 else { return nil }
        return counted[counted.count - most] + span
    }
}

extension ChannelTiming.Waiting {
    fileprivate func isLet(through exempt: Set<ChannelTiming.Exemption>) -> Bool {
        (isUrgent && exempt.contains(.urgent)) || (codeUntil != nil && exempt.contains(.code))
    }

    /// Whether its code would be of no use any more. One that is of no use already can wait.
    fileprivate func runsOut(at now: Instant, before later: Instant) -> Bool {
        codeUntil.map { now < $0 && $0 < later + ChannelTiming.leastUse } ?? false
    }
}

extension ChannelTiming {
    /// Somebody must still be able to type a code that was held.
    fileprivate static let leastUse = Duration.minutes(2)
    /// How long a code is good that does not say it.
    package static let usualValidity = Duration.minutes(10)
}
