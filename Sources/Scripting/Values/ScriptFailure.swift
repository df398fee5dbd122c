/// Why a script's run came to nothing. None of its decisions are carried out.
package struct ScriptFailure: Error, Equatable, Sendable, Codable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// Not Lua, or too long: it was never run.
        case compile
        /// An error it raised, or a misuse of `keeper`.
        case error
        /// Took longer than the soft limit.
        case softLimit = "soft_limit"
        /// Could not be stopped and was killed.
        case hardLimit = "hard_limit"
        case memory
        case tooManyDecisions = "too_many_decisions"
        /// The worker died under it, by itself, and a fresh one as well.
        case crashed
        /// The worker was killed at its limit and had hardly run: it, or the machine, stood still.
        case stalled
        /// Somebody killed the worker under it, maybe a machine that was short of memory.
        case killed
        /// What the worker said could not be read.
        case garbled
        /// The worker could not be had.
        case unavailable

        /// Whether it is the script's own fault; else the run may be made again, by another worker or
        /// at another time, and is not counted against the script.
        package var isOfScript: Bool {
            switch self {
            case .compile, .error, .softLimit, .hardLimit, .memory, .tooManyDecisions, .crashed:
                true
            case .stalled, .killed, .garbled, .unavailable: false
            }
        }
    }

    /// File name of the script.
    package var script: String
    package var kind: Kind
    /// `file:line: why` where there is a line.
    package var message: String
    /// Lua's list of what called what, or empty.
    package var traceback: String

    package init(script: String, kind: Kind, message: String, traceback: String = "") {
        self.script = script
        self.kind = kind
        self.message = message
        self.traceback = traceback
    }
}

extension ScriptFailure: CustomStringConvertible {
    package var description: String {
        message.hasPrefix(script) ? message : "\(script): \(message)"
    }
}
