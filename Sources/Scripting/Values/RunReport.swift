/// The result of one run of one script.
package struct RunReport: Equatable, Sendable {
    package enum Outcome: Equatable, Sendable {
        case completed
        /// The script has no such handler.
        case noHandler
        case failed(ScriptFailure)
    }

    package var script: String
    package var outcome: Outcome
    /// The decisions to carry out; empty unless the run completed.
    package var decisions: [Decision] = []
    /// Remembered values, or nil for forgotten keys; empty unless the run completed.
    package var memoryChanges: [String: ScriptValue?] = [:]
    /// Its log, even if it failed.
    package var log: [String] = []
    /// Whether later scripts must not see the message.
    package var stopped = false
    /// The pause that this failure caused.
    package var pause: Pause?
    package var duration: Duration = .zero

    /// Why a script was paused, as a sentence, and for how long.
    package struct Pause: Equatable, Sendable {
        package var reason: String
        package var length: Duration
    }

    /// Whether this failure caused the script to be paused.
    package var paused: Bool { pause != nil }

    package init(script: String, outcome: Outcome) {
        self.script = script
        self.outcome = outcome
    }

    package var failure: ScriptFailure? {
        if case .failed(let failure) = outcome { return failure }
        return nil
    }
}
