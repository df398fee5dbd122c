import Synchronization
import Transport

/// How many commands are being carried out.
final class RunningCommands: Sendable {
    private let count = Mutex(0)

    func begin(atMost most: Int) -> Bool {
        count.withLock { count in
            guard count < most else { return false }
            count += 1
            return true
        }
    }

    func end() { count.withLock { $0 -= 1 } }

    func untilNone(atMost limit: Duration, in world: World) async {
        let end = world.uptime() + limit
        while count.withLock({ $0 }) > 0, world.uptime() < end, !Task.isCancelled {
            try? await world.sleep(.milliseconds(50))
        }
    }
}
