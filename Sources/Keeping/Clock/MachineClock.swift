import Lines

/// The machine's wall clock, and how often somebody set it: what it should show now follows from what it
/// showed before and from the time that passed.
struct MachineClock: Sendable {
    /// Smaller differences are the clock being slewed, or the two readings' distance.
    private static let tolerance = Duration.seconds(2)
    /// So many times of being set forward are remembered.
    private static let memory = 100

    private var last: Moment
    /// By how much it was set that is not on disk yet.
    private(set) var unwritten = Duration.zero
    /// By how much it was set forward, and at what uptime.
    private var forwardSteps: [(at: Duration, step: Duration)] = []

    init(at moment: Moment) { last = moment }

    /// By how much the clock was set since it was last looked at; nil when it was not.
    mutating func notice(at moment: Moment) -> Duration? {
        let step = (moment.now - last.now) - (moment.uptime - last.uptime)
        last = moment
        guard step > Self.tolerance || step < .zero - Self.tolerance else { return nil }
        unwritten += step
        if step > .zero {
            forwardSteps = forwardSteps.suffix(Self.memory - 1) + [(moment.uptime, step)]
        }
        return step
    }

    mutating func written() { unwritten = .zero }

    /// Since when what was spent counts: 24 hours, and what the clock was set forward meanwhile.
    func beginOfDay(at moment: Moment) -> Instant {
        forwardSteps.filter { moment.uptime - $0.at < .hours(24) }
            .reduce(moment.now - .hours(24)) { $0 - $1.step }
    }

    /// What a person is told of it having been set.
    static func sentence(of step: Duration) -> String {
        let isBack = step < .zero
        let size = isBack ? .zero - step : step
        return
            "The machine's clock was set \(isBack ? "back" : "forward") by \(size.wholeSeconds) s. "
            + "What waits, waits as long as before."
    }
}
