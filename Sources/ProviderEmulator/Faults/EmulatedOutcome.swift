/// The result of a request on the wire: an answer, or one of the ways in which there is none.
///
/// A simulation without HTTP turns these into the errors its client would see.
package enum EmulatedOutcome: Sendable {
    case answer(EmulatedReply)
    /// The answer comes after a few seconds.
    case slow(EmulatedReply)
    /// The answer is cut off in the middle.
    case truncated(EmulatedReply)
    /// The connection is reset.
    case reset
    /// No answer comes before the client gives up.
    case hang

    /// The HTTP status for the counts; 0 if the client saw none.
    var status: Int {
        switch self {
        case .answer(let reply), .slow(let reply), .truncated(let reply): reply.status
        case .reset, .hang: 0
        }
    }
}
