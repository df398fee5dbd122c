import Lines
import Transport

/// The time at which something is decided, read once.
struct Moment: Sendable {
    /// What the machine's clock shows.
    let now: Instant
    /// Time that nobody can set.
    let uptime: Duration

    init(now: Instant, uptime: Duration) {
        self.now = now
        self.uptime = uptime
    }

    init(_ world: World) { self.init(now: world.now(), uptime: world.uptime()) }
}
