/// Something that changed about a script, or about the folder, and that a person should see.
package struct ScriptNotice: Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case loaded, reloaded, removed
        /// Its text does not load. The version before, if there was one, still runs.
        case broken
        /// It cannot be read from disk. The version before, if there was one, still runs.
        case unreadable
        /// The folder itself cannot be read; what was loaded still runs.
        case folder
    }

    /// File name; empty for the folder.
    package var script: String
    package var kind: Kind
    /// Why, where something is wrong: `file:line: why`.
    package var reason: String?
    /// What it logged while it was loaded, warnings among it.
    package var log: [String] = []
    /// Whether an older version goes on running.
    package var keepsRunning = false
}

extension ScriptNotice: CustomStringConvertible {
    package var description: String {
        let reason = reason ?? ""
        let older = keepsRunning ? "; the version before still runs" : ""
        switch kind {
        case .loaded: return "\(script) is loaded"
        case .reloaded: return "\(script) is loaded again"
        case .removed: return "\(script) is gone"
        case .broken: return reason + older
        case .unreadable: return "\(script) \(reason)\(older)"
        case .folder: return reason
        }
    }
}
