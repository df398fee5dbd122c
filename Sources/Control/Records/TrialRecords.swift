/// What scripts would do, in pieces.
package struct Rehearsed: Codable, Equatable, Sendable {
    package var rows: [RehearsalRecord]
    /// Where the next piece begins; nil after the last.
    package var next: TrialPlace?
}

/// What a script would do with a message, event, timer or action.
package struct RehearsalRecord: Codable, Equatable, Sendable {
    /// `message 17`, `event expiring`, ...
    package var subject: String
    package var message: Int64?
    package var sender: String?
    package var text: String?
    package var script: String
    package var outcome: String
    package var decisions: [DecisionRecord]
    package var log: [String]
    package var failure: String?
    package var microseconds: Int64
    /// The lines that ran, if they were asked for.
    package var lines: [TracedLine]?
}

/// A decision with everything it holds.
package struct DecisionRecord: Codable, Equatable, Sendable {
    /// What it does, in a few words.
    package var what: String
    /// All of it in one line.
    package var whole: String
    /// What the few words leave out.
    package var fields: [FieldRecord]
    /// `file:line`; empty if unknown.
    package var at: String
    /// The script's locals there, each as `name = value`.
    package var locals: [String]
}

/// One field of a decision: text as it is, anything else as JSON.
package struct FieldRecord: Codable, Equatable, Sendable {
    package var name: String
    package var value: String
}

/// A line of a script that ran.
package struct TracedLine: Codable, Equatable, Sendable {
    package var file: String
    package var line: Int
    package var count: Int
    /// The line itself, if its file is one of those that were tried.
    package var text: String
}

/// What a new version would change, in pieces.
package struct Compared: Codable, Equatable, Sendable {
    package var rows: [ComparisonRecord]
    package var next: TrialPlace?
    /// How many messages both versions saw so far.
    package var done: Int
    /// The names of the two versions.
    package var before: String
    package var after: String
}

/// A message on which two versions of a script decide differently.
package struct ComparisonRecord: Codable, Equatable, Sendable {
    package var message: Int64
    package var sender: String?
    package var text: String
    package var outcomeBefore: String
    package var outcomeAfter: String
    /// Decisions that only one of them makes.
    package var removed: [DecisionRecord]
    package var added: [DecisionRecord]
    package var failure: String?
}

/// A kept version of a script.
package struct VersionListing: Codable, Equatable, Sendable {
    package var hash: String
    package var since: Timestamp
    /// `running`, `ran`, or `replaced` for one that never ran.
    package var state: String
    package var bytes: Int
    package var lines: Int
}

package struct VersionText: Codable, Equatable, Sendable {
    package var script: String
    package var hash: String
    package var since: Timestamp
    package var text: String
}

/// An open Lua prompt.
package struct PromptRecord: Codable, Equatable, Sendable {
    package var prompt: String
    package var message: MessageRecord?
}

/// What came of a line at a prompt.
package struct EvaluatedRecord: Codable, Equatable, Sendable {
    /// Whether more text is needed.
    package var isIncomplete: Bool
    package var values: [String]
    package var decisions: [DecisionRecord]
    package var log: [String]
    package var failure: String?
}
