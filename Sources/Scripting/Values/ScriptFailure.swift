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
        /// The worker died under it.
        case crashed
        /// The worker could not be had. No fault of the script: the run may be tried again.
        case unavailable
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
