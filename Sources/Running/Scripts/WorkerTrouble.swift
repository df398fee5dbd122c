import Accounts
import Keeping
import Scripting
import Synchronization
import Transport

/// Tracks failures of the worker: when to report them, and when to give up on the subject of a run.
final class WorkerTrouble: Sendable {
    /// A subject on which the worker was lost this often is not retried automatically: it may be
    /// the cause, and others wait behind it.
    private static let rounds = 5
    /// Reported from the second failure on: a single one may be transient.
    private static let quiet = 1

    private struct State {
        /// The last subject that failed, and how often.
        var subject = ""
        var rounds = 0
        var failuresInARow = 0
        var isTold = false
    }

    private let state = Mutex(State())

    /// Whether the subject is to be settled as failed rather than retried.
    func isGivenUp(_ subject: String, after failure: ScriptFailure) -> Bool {
        state.withLock { state in
            // Without a worker nothing has been tried.
            guard failure.kind != .unavailable else { return false }
            state.rounds = state.subject == subject ? state.rounds + 1 : 1
            state.subject = subject
            return state.rounds >= Self.rounds
        }
    }

    /// Records that nothing could be run; true if a person should be told.
    func isNews() -> Bool {
        state.withLock { state in
            state.failuresInARow += 1
            guard !state.isTold, state.failuresInARow > Self.quiet else { return false }
            state.isTold = true
            return true
        }
    }

    /// Whether a person was told that nothing can be run.
    var isTold: Bool { state.withLock(\.isTold) }

    /// The pause before the next try.
    var pause: Duration {
        .seconds(state.withLock { min(8, 1 << min($0.failuresInARow, 3)) })
    }

    /// Records that scripts could run; true if a person was told that they could not.
    func isOver() -> Bool {
        state.withLock { state in
            defer { state = State() }
            return state.isTold
        }
    }
}
