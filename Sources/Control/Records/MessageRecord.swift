/// A message as shown to programs and the console. `text` was written by a stranger: it must be
/// escaped before it is shown on a terminal.
package struct MessageRecord: Codable, Equatable, Sendable {
    package var id: Int64
    package var line: Int64
    package var number: String?
    /// The line's label, if any.
    package var label: String?
    package var sender: String?
    package var text: String
    package var code: String?
    package var receivedAt: Timestamp?
    package var storedAt: Timestamp
    package var state: String
    package var route: String?
    package var tags: [String]
    /// `sms` or `call`.
    package var kind: String?
    /// It had already arrived when its line was adopted.
    package var backlog: Bool?
    /// Scripts saw an earlier, less complete version.
    package var completed: Bool?
    /// `certain` or `likely`.
    package var codeConfidence: String?
    /// Why this is the code, in words.
    package var codeReason: String?
    package var codeValidUntil: Timestamp?
    /// The domain the code is bound to, or the service of the line.
    package var codeFor: String?
    /// The provider's code, if the text says another one.
    package var codeTold: String?
}

/// A code, as soon as there is one.
package struct CodeRecord: Codable, Equatable, Sendable {
    package var line: Int64
    package var message: Int64
    package var code: String
    package var sender: String?
    package var receivedAt: Timestamp?
    package var storedAt: Timestamp
    /// `certain` or `likely`.
    package var codeConfidence: String?
    package var codeReason: String?
    package var codeValidUntil: Timestamp?
    package var codeFor: String?
    /// Whether it is no longer accepted, as far as is known.
    package var expired: Bool?
}

/// A part of the messages whose codes are decided differently today.
package struct CodeChanges: Codable, Sendable {
    package var changes: [CodeChangeRecord]
    /// Messages whose code stays, but not what is known about it.
    package var others: Int
    /// The last message that was read; nil if there are no more.
    package var last: Int64?

    package init(changes: [CodeChangeRecord], others: Int, last: Int64? = nil) {
        self.changes = changes
        self.others = others
        self.last = last
    }
}

/// A message whose code is decided differently today.
package struct CodeChangeRecord: Codable, Equatable, Sendable {
    package var message: Int64
    package var line: Int64
    package var before: String?
    package var beforeConfidence: String?
    package var now: String?
    package var confidence: String?
    package var reason: String?
}

/// Why a message went where it did: every script, decision, forward and event in one trace.
package struct Explanation: Codable, Sendable {
    package var message: MessageRecord
    package var runs: [RunTrace]
    package var actions: [ActionRecord]
    package var events: [EventRecord]
    /// Scripts of the folder that did not run on it, and why.
    package var skipped: [String]
}

/// One run of a script on a message.
package struct RunTrace: Codable, Equatable, Sendable {
    package var script: String
    package var outcome: String
    package var decisions: [String]
    package var log: [String]
    package var failure: String?
    package var microseconds: Int64
    /// For each decision the `file:line` that made it, followed by the locals there.
    package var places: [[String]]?
    /// The hash of the script's version.
    package var version: String?
}
