package import Lines

/// Detects changes of the machine's wall clock: its expected value follows from the last reading
/// and the uptime since.
package struct MachineClock: Sendable {
    /// Smaller differences come from the clock being slewed, or from the time between the two
    /// readings.
    private static let tolerance = Duration.seconds(2)
    /// How many forward changes are remembered.
    private static let memory = 100

    private var last: Moment
    /// The total change that is not on disk yet.
    package private(set) var unwritten = Duration.zero
    /// Forward changes, each with its uptime.
    private var forwardSteps: [(at: Duration, step: Duration)] = []

    package init(at moment: Moment) { last = moment }

    /// By how much the clock was set since the last reading; nil if it was not.
    package mutating func notice(at moment: Moment) -> Duration? {
        let step = (moment.now - last.now) - (moment.uptime - last.uptime)
        last = moment
        guard step > Self.tolerance || step < .zero - Self.tolerance else { return nil }
        unwritten += step
        if step > .zero {
            forwardSteps = forwardSteps.suffix(Self.memory - 1) + [(moment.uptime, step)]
        }
        return step
    }

    package mutating func written() { unwritten = .zero }

    /// The start of the period for daily limits: 24 hours ago, and earlier by all forward changes
    /// since.
    package func beginOfDay(at moment: Moment) -> Instant {
        forwardSteps.filter { moment.uptime - $0.at < .hours(24) }
            .reduce(moment.now - .hours(24)) { $0 - $1.step }
    }

    package static func sentence(of step: Duration) -> String {
        let isBack = step < .zero
        let size = isBack ? .zero - step : step
        return
            "The machine's clock was set \(isBack ? "back" : "forward") by \(size.inWords). "
            + "Waiting times are unchanged."
    }
}
