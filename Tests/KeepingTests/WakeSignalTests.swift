@testable import Accounts
import Keeping
@testable import Running
import Testing
import Transport

/// Who waits for work is woken, whatever comes first.
@Suite("A wake signal")
struct WakeSignalTests {
    @Test func `is heard when it is sent before anybody waits`() async {
        let signal = WakeSignal()
        let seen = signal.count
        signal.send()
        await signal.wait(since: seen, atMost: .seconds(3600), in: ManualWorld().world)
    }

    @Test func `wakes everybody who waits`() async {
        let signal = WakeSignal()
        let world = ManualWorld().world
        let seen = signal.count
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { await signal.wait(since: seen, atMost: .seconds(3600), in: world) }
            }
            signal.send()
        }
    }

    @Test func `lets go of a task that is cancelled`() async {
        let signal = WakeSignal()
        let world = ManualWorld().world
        let task = Task {
            await signal.wait(since: signal.count, atMost: .seconds(3600), in: world)
        }
        task.cancel()
        await task.value
    }
}
