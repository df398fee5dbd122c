import Lines
import Synchronization
import Transport

/// Measures how long the machine stood still: it asks to be woken every second of the world, and
/// counts how much it oversleeps as lost time.
final class StallDetector: Sendable {
    private static let beat = Duration.seconds(1)

    private let world: World
    private let lost = Mutex(Duration.zero)

    init(in world: World) { self.world = world }

    var standstill: Duration { lost.withLock { $0 } }

    /// Runs until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let began = world.uptime()
            try? await world.sleep(Self.beat)
            let overslept = world.uptime() - began - Self.beat
            lost.withLock { $0 += max(.zero, overslept) }
        }
    }
}
