/// A change of a script or of the folder that a person should see.
package struct ScriptNotice: Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case loaded, reloaded, removed
        /// Its pause is over, and it is tried again.
        case resumed
        /// Its text does not load. The previous version, if any, still runs.
        case broken
        /// It cannot be read from disk. The previous version, if any, still runs.
        case unreadable
        /// The folder itself cannot be read; the loaded scripts still run.
        case folder
    }

    /// File name; empty for the folder.
    package var script: String
    package var kind: Kind
    /// The reason, if something is wrong: `file:line: why`.
    package var reason: String?
    /// Its log while loading, including warnings.
    package var log: [String] = []
    /// Whether an older version continues to run.
    package var keepsRunning = false
    /// Whether that version has begun to run only now, because there is no other.
    package var isRevived = false

    func marked(isRevived: Bool) -> ScriptNotice {
        var notice = self
        notice.isRevived = isRevived
        return notice
    }
}

extension ScriptNotice: CustomStringConvertible {
    package var description: String {
        let reason = reason ?? ""
        let older = keepsRunning ? "; the previous version still runs" : ""
        switch kind {
        case .loaded: return "\(script) is loaded"
        case .reloaded: return "\(script) is loaded again"
        case .removed: return "\(script) was removed"
        case .resumed: return "\(script) is tried again after its pause"
        case .broken: return reason + older
        case .unreadable: return "\(script) \(reason)\(older)"
        case .folder: return reason
        }
    }
}
