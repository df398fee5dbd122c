import Lines
import Transport

/// The time of a decision, read once.
struct Moment: Sendable {
    /// The machine's wall clock.
    let now: Instant
    /// Monotonic time, which nobody can set.
    let uptime: Duration

    init(now: Instant, uptime: Duration) {
        self.now = now
        self.uptime = uptime
    }

    init(_ world: World) { self.init(now: world.now(), uptime: world.uptime()) }
}
