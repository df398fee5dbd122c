/// What happens on the wire after a request: an answer, or one of the ways there is none.
///
/// A simulation without HTTP turns these into the errors its client would have seen.
package enum EmulatedOutcome: Sendable {
    case answer(EmulatedReply)
    /// The answer comes after a few seconds.
    case slow(EmulatedReply)
    /// The answer breaks off half way.
    case truncated(EmulatedReply)
    /// The connection is reset.
    case reset
    /// Nothing comes until the client gives up.
    case hang

    /// The HTTP status that is counted; 0 when the client saw none.
    var status: Int {
        switch self {
        case .answer(let reply), .slow(let reply), .truncated(let reply): reply.status
        case .reset, .hang: 0
        }
    }
}
