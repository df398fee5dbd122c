/// Why a forward that nobody was sent yet waits.
package enum ForwardHold: String, CaseIterable, Codable, Sendable {
    /// For the end of quiet hours, to be sent with others in one.
    case quiet
    /// For the end of quiet hours, to be sent by itself.
    case quietEach = "quiet_each"
    /// For the next digest.
    case digest
    /// Because the channel was sent enough.
    case rate

    /// Whether what waits together is sent in one.
    package var isGathered: Bool { self != .quietEach }

    /// The reason in a sentence: `Held by quiet hours.`
    package var words: String {
        switch self {
        case .quiet, .quietEach: "quiet hours"
        case .digest: "the channel's digest"
        case .rate: "the channel's rate"
        }
    }
}
