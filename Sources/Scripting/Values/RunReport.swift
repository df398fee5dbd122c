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
    /// Where each of them was made, in the same order.
    package var places: [DecisionPlace] = []
    /// Remembered values, or nil for forgotten keys; empty unless the run completed.
    package var memoryChanges: [String: ScriptValue?] = [:]
    /// Its log, even if it failed.
    package var log: [String] = []
    /// Whether later scripts must not see the message.
    package var stopped = false
    /// The `file:line` that kept it from them.
    package var stoppedAt: String?
    /// How often which lines ran, if that was counted; also if it failed.
    package var lines: [LineCount] = []
    /// The version of the script, as in `ScriptVersion`; nil in a dry run.
    package var version: String?
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

    /// Removes decisions together with their places.
    package mutating func removeDecisions(where isUnwanted: (Decision) -> Bool) {
        let kept = decisions.indices.filter { !isUnwanted(decisions[$0]) }
        places = places.count == decisions.count ? kept.map { places[$0] } : []
        decisions = kept.map { decisions[$0] }
    }

    package var failure: ScriptFailure? {
        if case .failed(let failure) = outcome { return failure }
        return nil
    }
}
