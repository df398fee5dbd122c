import Lines
import Synchronization

/// Lets a service sleep until a time or until it is rung, whichever is first.
///
/// A send while nobody waits is remembered, so that a service never sleeps through work that
/// arrives between looking for work and sleeping.
package final class WakeSignal: Sendable {
    private struct State {
        var count: UInt64 = 0
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var next: UInt64 = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// The number of rings. Read before looking for work, and passed to `wait`.
    package var count: UInt64 { state.withLock { $0.count } }

    /// - Parameter isFirstOnly: does nothing if it has rung before.
    package func send(ifFirst isFirstOnly: Bool = false) {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            if isFirstOnly, state.count > 0 { return [] }
            state.count &+= 1
            defer { state.waiters = [:] }
            return state.waiters.sorted { $0.key < $1.key }.map(\.value)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when it was sent since `seen`, after `limit`, or when the task is cancelled.
    package func wait(since seen: UInt64, atMost limit: Duration, in world: World) async {
        guard limit > .zero else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await world.sleep(limit) }
            group.addTask { await self.waitForSend(since: seen) }
            await group.next()
            group.cancelAll()
        }
    }

    private func waitForSend(since seen: UInt64) async {
        let ticket = state.withLock { state in
            state.next &+= 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resumeNow = state.withLock { state in
                    guard state.count == seen, !Task.isCancelled else { return true }
                    state.waiters[ticket] = continuation
                    return false
                }
                if resumeNow { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: ticket) }?.resume()
        }
    }
}
