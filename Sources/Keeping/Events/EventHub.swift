import Accounts
import Lines
package import Storage
import Synchronization

/// Passes events to all watchers, without ever waiting for them.
package final class EventHub: Sendable {
    /// A watcher that falls this far behind loses the oldest events; the store still has them.
    private static let backlog = 1000

    private struct State {
        var watchers: [UInt64: AsyncStream<EventRecord>.Continuation] = [:]
        var next: UInt64 = 0
    }

    private let state = Mutex(State())

    package init() {}

    package func publish(_ events: [EventRecord]) {
        guard !events.isEmpty else { return }
        // Watchers are called in the order they came.
        let watchers = state.withLock { $0.watchers.sorted { $0.key < $1.key }.map(\.value) }
        for watcher in watchers {
            for event in events { watcher.yield(event) }
        }
    }

    /// Every event from now on. The stream ends when its reader goes away.
    package func watch() -> AsyncStream<EventRecord> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: EventRecord.self, bufferingPolicy: .bufferingNewest(Self.backlog))
        let id = state.withLock { state in
            state.next &+= 1
            state.watchers[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.watchers.removeValue(forKey: id) }
        }
        return stream
    }
}
