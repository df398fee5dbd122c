/// How a message reached its number.
package enum MessageKind: String, CaseIterable, Sendable {
    case sms
    /// A telephone call whose words the provider wrote down.
    case call
}
