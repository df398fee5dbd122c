package import Lines

/// One thing an account's lane does next.
package enum Work: Sendable {
    /// An action whose line and intent are written down already.
    case action(OpenAction, Line?)
    /// Status, then messages, of a rental; or a check of an activation.
    case look(Line)
    /// Status alone of a rental, which keeps it switched on.
    case refresh(Line)
    /// All active orders in one call.
    case poll
    /// Compare the provider's lists with ours.
    case list
    /// Ask for the balance.
    case balance
    /// Nothing before then.
    case rest(until: Instant)
}
