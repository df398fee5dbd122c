import Synchronization

/// Counts the clients waiting for the outcome of a paid call, so that a shutdown can wait for them:
/// a successful order must not look like one that nobody knows about.
final class AnsweredPayments: Sendable {
    private struct State {
        var waiting = 0
        var isClosed = false
        /// Whether a client was still waiting when it was closed.
        var hadWaiting = false
    }

    private let state = Mutex(State())

    var areWaitedFor: Bool { state.withLock { $0.waiting > 0 } }
    var wereAnswered: Bool { state.withLock { $0.hadWaiting && $0.waiting == 0 } }

    func begin() throws(ControlFailure) {
        let isOpen = state.withLock { state in
            if !state.isClosed { state.waiting += 1 }
            return !state.isClosed
        }
        guard isOpen else {
            throw ControlFailure(.failed, "Nothing was started: the manager is stopping.")
        }
    }

    func end() { state.withLock { $0.waiting -= 1 } }

    func close() {
        state.withLock {
            $0.isClosed = true
            $0.hadWaiting = $0.waiting > 0
        }
    }
}
