package import Lines

/// The state of a script.
package struct ScriptStatus: Equatable, Sendable, Codable {
    package enum State: String, Codable, Sendable {
        case loaded
        /// No version of it has ever loaded.
        case broken
        /// Failed too often in a row, or ran away. Runs again after a while, and once it is saved
        /// or resumed.
        case paused
    }

    package var name: String
    package var state: State
    /// The handlers it defines.
    package var handlers: [String] = []
    package var runs = 0
    package var failures = 0
    package var failuresInARow = 0
    package var lastFailure: ScriptFailure?
    package var lastRunAt: Instant?
    package var loadedAt: Instant?
    /// The fault of the version on disk, if an older one is running.
    package var newerVersionError: String?
    /// What is odd about its handlers: it has none, or a name is misspelt.
    package var remark: String?
    /// When a paused script is tried again.
    package var pausedUntil: Instant?
    /// Why it is paused.
    package var pauseReason: String?
}
