/// Why a script's run failed. None of its decisions are carried out.
package struct ScriptFailure: Error, Equatable, Sendable, Codable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// Not valid Lua, or too long: it never ran.
        case compile
        /// An error raised by the script, or a misuse of `keeper`.
        case error
        /// It took longer than the soft limit.
        case softLimit = "soft_limit"
        /// It could not be stopped and was killed.
        case hardLimit = "hard_limit"
        case memory
        case tooManyDecisions = "too_many_decisions"
        /// What it decided follows from its own decisions without an end, or too fast.
        case runaway
        /// The worker died by itself during the run, and so did a fresh one.
        case crashed
        /// The worker was killed at its limit with hardly any processor time: it, or the machine,
        /// had been stopped.
        case stalled
        /// The worker was killed from outside during the run, perhaps by a machine short of memory.
        case killed
        /// The worker's reply could not be read.
        case garbled
        /// No worker was available.
        case unavailable

        /// Whether the script is at fault. Otherwise the run may be repeated, by another worker or
        /// at another time, and does not count against the script.
        package var isOfScript: Bool {
            switch self {
            case .compile, .error, .softLimit, .hardLimit, .memory, .tooManyDecisions, .runaway,
                .crashed:
                true
            case .stalled, .killed, .garbled, .unavailable: false
            }
        }
    }

    /// File name of the script.
    package var script: String
    package var kind: Kind
    /// `file:line: why`, if the line is known.
    package var message: String
    /// Lua's call stack, or empty.
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
