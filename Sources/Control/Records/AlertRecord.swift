/// A trouble that a person is told of.
package struct AlertRecord: Codable, Equatable, Sendable {
    /// Such as `key_refused`; the names that `alerts.mute` takes.
    package var kind: String
    /// The account, channel or script, `line 3` or `action 7`; nil for the machine.
    package var subject: String?
    /// `open`, or `over`.
    package var state: String
    package var since: Timestamp
    package var endedAt: Timestamp?
    /// Whether somebody was told of it.
    package var isTold: Bool
    /// How often it came back shortly after it was away.
    package var returns: Int
    package var text: String
    /// What to do about it.
    package var remedy: String
}
