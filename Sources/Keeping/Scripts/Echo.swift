import Accounts
import Storage

/// The actions in a row that led to a decision, each decided by `on_action` about the one before.
///
/// Without an end, a script that answers the result of every forward with a forward would flood
/// its receiver.
struct Echo: Sendable {
    /// Enough to go on to a next channel or to try a few times, and too few to do harm even if each
    /// is answered with two.
    private static let longest = 4

    /// Nil if `on_action` did not decide.
    let count: Int?

    init() { count = nil }

    init(_ subject: ScriptResult.Subject) {
        guard case .event(let event) = subject,
            let payload = event.payload.flatMap(ScriptEventPayload.init), payload.action != nil
        else {
            count = nil
            return
        }
        count = (payload.echo ?? 0) + 1
    }

    /// Why nothing further is done; nil if it may be.
    var obstacle: String? {
        guard let count, count > Self.longest else { return nil }
        return
            "it is not done, because on_action answered the results of \(Self.longest) of its own "
            + "actions in a row with another one. Check action.kind and action.state first."
    }
}
