/// How one run of one script went.
package struct RunReport: Equatable, Sendable {
    package enum Outcome: Equatable, Sendable {
        case completed
        /// The script has no such handler.
        case noHandler
        case failed(ScriptFailure)
    }

    package var script: String
    package var outcome: Outcome
    /// To be carried out; empty unless it completed.
    package var decisions: [Decision] = []
    /// What it remembered, and with nil what it forgot; empty unless it completed.
    package var memoryChanges: [String: ScriptValue?] = [:]
    /// What it logged, also when it failed.
    package var log: [String] = []
    /// Whether scripts after it are not to see the message.
    package var stopped = false
    /// Whether this failure was one too many and the script was paused.
    package var paused = false
    package var duration: Duration = .zero

    package init(script: String, outcome: Outcome) {
        self.script = script
        self.outcome = outcome
    }

    package var failure: ScriptFailure? {
        if case .failed(let failure) = outcome { return failure }
        return nil
    }
}
