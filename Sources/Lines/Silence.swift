/// For how long nobody has answered at a provider, and when that means that it is gone for good.
///
/// Providers of this kind close without a word. One that is gone is an ordinary state: nothing is
/// promised of its lines any more and it is asked only now and then; when somebody answers, all of it
/// is as before.
package struct Silence: Equatable, Sendable {
    /// For how long it must have been asked in vain. Outages of a provider, or of the network on this
    /// side, last hours and now and then a weekend; a rental that pays for a month waits as long.
    package static let patience = Duration.days(3)
    /// How often a provider that is gone is asked whether it is back, with one cheap call.
    package static let probing = Duration.minutes(15)
    /// How much of `asked` an end of the program may forget.
    private static let grain = Duration.hours(1)

    /// The first of the calls that nobody answered.
    package private(set) var since: Instant
    /// The time that was spent asking. Not that since `since`: a laptop that was closed for a week,
    /// or a clock that was set, proves nothing.
    package private(set) var asked: Duration
    private var last: Instant

    package init(since: Instant) {
        self.since = since
        asked = .zero
        last = since
    }

    /// Takes up what was stored; `now` is when asking begins again.
    package init(since: Instant, asked: Duration, now: Instant) {
        self.since = since
        self.asked = asked
        last = now
    }

    package var isGone: Bool { asked >= Self.patience }

    /// Another call was not answered.
    package mutating func goOn(at now: Instant) {
        asked += min(max(.zero, now - last), Self.probing)
        last = now
    }

    /// The clock was set.
    package mutating func shift(by step: Duration) {
        since = since + step
        last = last + step
    }

    /// Whether it is time to write it down, where `stored` is what was written last.
    package func isNews(to stored: Silence?) -> Bool {
        let known = stored?.asked ?? .zero
        return asked - known >= Self.grain || isGone != (stored?.isGone ?? false)
    }
}
