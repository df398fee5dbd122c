import Accounts
import Keeping
import Synchronization

/// Scripts that have begun to run and whose `on_start` is still to be called.
final class Starts: Sendable {
    private struct State {
        var pending: [String: String] = [:]
        /// Whether the folder has been read since the manager started.
        var hasBegun = false
    }

    private let state = Mutex(State())

    /// A script was loaded: at the start of the manager, or because it was saved.
    func loaded(_ script: String) {
        state.withLock { $0.pending[script] = $0.hasBegun ? "saved" : "start" }
    }

    func resumed(_ script: String) {
        // A script that was saved meanwhile begins once.
        state.withLock { $0.pending[script] = $0.pending[script] ?? "resumed" }
    }

    func removed(_ script: String) { state.withLock { $0.pending[script] = nil } }

    func folderWasRead() { state.withLock { $0.hasBegun = true } }

    /// In the order of the scripts' names.
    var pending: [ScriptStart] {
        state.withLock { state in
            state.pending.sorted { $0.key < $1.key }
                .map { ScriptStart(script: $0.key, why: $0.value) }
        }
    }

    /// Its `on_start` was called, or it has none. A script saved again meanwhile begins again.
    func isOver(_ start: ScriptStart) {
        state.withLock { state in
            if state.pending[start.script] == start.why { state.pending[start.script] = nil }
        }
    }
}
