package import Lines

/// How a script is doing, for whoever asks.
package struct ScriptStatus: Equatable, Sendable, Codable {
    package enum State: String, Codable, Sendable {
        case loaded
        /// No version of it ever loaded.
        case broken
        /// Failed too often in a row. Runs again when it is saved or resumed.
        case paused
    }

    package var name: String
    package var state: State
    /// Handlers it defines.
    package var handlers: [String] = []
    package var runs = 0
    package var failures = 0
    package var failuresInARow = 0
    package var lastFailure: ScriptFailure?
    package var lastRunAt: Instant?
    package var loadedAt: Instant?
    /// What is wrong with the version on disk, when it is not the one that runs.
    package var newerVersionError: String?
}
