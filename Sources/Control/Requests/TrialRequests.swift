/// Which stored messages scripts are tried on, in pieces: the next piece goes on behind the last.
package struct TrialRange: Codable, Equatable, Sendable {
    /// The number of latest messages; all those of the span if nil.
    package var last: Int?
    /// Only those stored in the last `sinceSeconds` seconds.
    package var sinceSeconds: Int?

    package init(last: Int? = nil, sinceSeconds: Int? = nil) {
        self.last = last
        self.sinceSeconds = sinceSeconds
    }
}

/// Where a piece ended, and what the scripts remembered there: handed back for the next one.
package struct TrialPlace: Codable, Equatable, Sendable {
    /// The last message that was tried, and the last to try.
    package var after: Int64
    package var until: Int64
    /// Tried so far, and those still to come.
    package var done: Int
    package var left: Int
    /// What each script remembers: JSON by key; with `--diff` the running versions and the new ones.
    package var memories: [[ScriptMemory]]
}

/// What a script remembers, as a list so that its keys stay as they are.
package struct ScriptMemory: Codable, Equatable, Sendable {
    package var script: String
    package var values: [MemoryRecord]
}

/// Runs scripts without any effect: on stored messages, or on something that could happen.
package struct RehearseScripts: ControlRequest {
    package static let name = "scripts/rehearse"
    package typealias Reply = Rehearsed
    /// A name in the drop-in folder, or a path; nil for all scripts that run.
    package var script: String?
    package var message: Int64?
    package var range: TrialRange?
    /// A message that nobody sent.
    package var text: String?
    package var sender: String?
    package var line: String?
    package var event: String?
    package var timer: String?
    /// As JSON.
    package var data: String?
    package var action: Int64?
    /// Whether they remember nothing at first.
    package var fresh: Bool?
    /// Whether to tell which lines ran.
    package var trace: Bool?
    package var place: TrialPlace?
    package init(script: String? = nil) { self.script = script }
}

/// Compares a script's running version with a new one, on stored messages.
package struct CompareScript: ControlRequest {
    package static let name = "scripts/compare"
    package typealias Reply = Compared
    /// A name in the drop-in folder, or a path: the new version.
    package var script: String
    /// The hash of the version to compare it with; the one that runs if nil.
    package var against: String?
    package var range: TrialRange
    package var fresh: Bool?
    package var place: TrialPlace?
    package init(script: String, range: TrialRange) {
        self.script = script
        self.range = range
    }
}

/// The kept versions of a script, the latest first.
package struct ListVersions: ControlRequest {
    package static let name = "scripts/versions"
    package typealias Reply = [VersionListing]
    package var script: String
    package init(script: String) { self.script = script }
}

/// The text of a version.
package struct ShowVersion: ControlRequest {
    package static let name = "scripts/version"
    package typealias Reply = VersionText
    package var script: String
    package var hash: String
    package init(script: String, hash: String) {
        self.script = script
        self.hash = hash
    }
}

/// Writes a kept version into the folder.
package struct RollBackScript: ControlRequest {
    package static let name = "scripts/rollback"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var script: String
    package var hash: String
    package init(script: String, hash: String) {
        self.script = script
        self.hash = hash
    }
}

/// Opens a Lua prompt, about a message if one is named.
package struct OpenPrompt: ControlRequest {
    package static let name = "lua/open"
    package typealias Reply = PromptRecord
    package var message: Int64?
    package init(message: Int64? = nil) { self.message = message }
}

/// Evaluates what was typed at a prompt.
package struct EvaluateLua: ControlRequest {
    package static let name = "lua/evaluate"
    package typealias Reply = EvaluatedRecord
    package var prompt: String
    package var source: String
    package init(prompt: String, source: String) {
        self.prompt = prompt
        self.source = source
    }
}

package struct ClosePrompt: ControlRequest {
    package static let name = "lua/close"
    package typealias Reply = Done
    package var prompt: String
    package init(prompt: String) { self.prompt = prompt }
}
