import Scripting
import Synchronization
import Transport

/// How often scripts could not have their say because of the worker, when that is told, and when what
/// they were to be asked about is given up.
final class WorkerTrouble: Sendable {
    /// A worker that is lost under the same thing so often is not tried again by itself: maybe it is the
    /// thing after all, and others wait behind it.
    private static let rounds = 5
    /// Told the second time: one failure may be a moment's.
    private static let quiet = 1

    private struct State {
        /// What was run last in vain, and how often.
        var subject = ""
        var rounds = 0
        var failuresInARow = 0
        var isTold = false
    }

    private let state = Mutex(State())

    /// Whether what failed is to be settled as failed, rather than tried again.
    func isGivenUp(_ subject: String, after failure: ScriptFailure) -> Bool {
        state.withLock { state in
            // Without a worker nothing has been tried.
            guard failure.kind != .unavailable else { return false }
            state.rounds = state.subject == subject ? state.rounds + 1 : 1
            state.subject = subject
            return state.rounds >= Self.rounds
        }
    }

    /// Notes that nothing could be run; true when a person should be told.
    func isNews() -> Bool {
        state.withLock { state in
            state.failuresInARow += 1
            guard !state.isTold, state.failuresInARow > Self.quiet else { return false }
            state.isTold = true
            return true
        }
    }

    /// How long to wait before the next try.
    var pause: Duration {
        .seconds(state.withLock { min(8, 1 << min($0.failuresInARow, 3)) })
    }

    /// Notes that scripts could run; true when a person was told that they cannot.
    func isOver() -> Bool {
        state.withLock { state in
            defer { state = State() }
            return state.isTold
        }
    }
}
