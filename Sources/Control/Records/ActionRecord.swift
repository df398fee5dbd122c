/// An action as shown to programs and the console.
package struct ActionRecord: Codable, Equatable, Sendable {
    package var id: Int64
    package var kind: String
    package var state: String
    package var line: Int64?
    package var message: Int64?
    package var channel: String?
    /// Who decided it: `console`, `plan` or a script's file name.
    package var origin: String
    package var attempts: Int
    package var createdAt: Timestamp
    package var dueAt: Timestamp
    package var endedAt: Timestamp?
    package var result: String?
}

/// A paid call whose outcome is unknown.
package struct DoubtRecord: Codable, Equatable, Sendable {
    package var action: Int64
    package var kind: String
    package var line: Int64?
    package var account: String?
    package var since: Timestamp
    /// The facts known until now.
    package var known: String
    /// The possible cost, such as `0.24 USD`.
    package var cost: String?
    /// What the person can do.
    package var remedy: String
}

/// An event, as `tail` shows it.
package struct EventRecord: Codable, Equatable, Sendable {
    package var id: Int64
    package var at: Timestamp
    package var kind: String
    package var line: Int64?
    package var message: Int64?
    package var text: String
}
