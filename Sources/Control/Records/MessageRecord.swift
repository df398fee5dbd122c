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
    /// It had already arrived when its line was adopted.
    package var backlog: Bool?
    /// Scripts saw an earlier, less complete version.
    package var completed: Bool?
}

/// A code, as soon as there is one.
package struct CodeRecord: Codable, Equatable, Sendable {
    package var line: Int64
    package var message: Int64
    package var code: String
    package var sender: String?
    package var storedAt: Timestamp
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
}
