/// How a message reached its number.
package enum MessageKind: String, CaseIterable, Codable, Sendable {
    case sms
    /// A telephone call whose words the provider wrote down.
    case call
}
