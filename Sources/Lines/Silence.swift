/// How long a provider has not answered, and when that means that it is gone for good.
///
/// Providers of this kind close without notice, so being gone is an ordinary state: nothing is
/// promised about the lines any more and the provider is asked only now and then. When it answers
/// again, everything resumes.
package struct Silence: Equatable, Sendable {
    /// How much unanswered asking means gone. Outages of a provider or of our own network last
    /// hours, sometimes a weekend; a rental paid for a month can wait that long.
    package static let patience = Duration.days(3)
    /// How often a provider that is gone is probed, with one cheap call.
    package static let probing = Duration.minutes(15)
    /// How much of `asked` may be lost when the program ends.
    private static let grain = Duration.hours(1)

    /// The first call that went unanswered.
    package private(set) var since: Instant
    /// Time spent asking. The time since `since` would prove nothing: the laptop may have been
    /// closed for a week, or the clock set.
    package private(set) var asked: Duration
    private var last: Instant

    package init(since: Instant) {
        self.since = since
        asked = .zero
        last = since
    }

    /// Resumes from stored values; `now` is when asking resumes.
    package init(since: Instant, asked: Duration, now: Instant) {
        self.since = since
        self.asked = asked
        last = now
    }

    package var isGone: Bool { asked >= Self.patience }

    /// Another call went unanswered.
    package mutating func goOn(at now: Instant) {
        asked += min(max(.zero, now - last), Self.probing)
        last = now
    }

    /// The clock was set.
    package mutating func shift(by step: Duration) {
        since = since + step
        last = last + step
    }

    /// Whether to store it again; `stored` is the last version written.
    package func isNews(to stored: Silence?) -> Bool {
        let known = stored?.asked ?? .zero
        return asked - known >= Self.grain || isGone != (stored?.isGone ?? false)
    }
}
