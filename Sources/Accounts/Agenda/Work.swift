package import Lines

/// The next task of an account's lane.
package enum Work: Sendable {
    /// An action whose line and intent have been written.
    case action(OpenAction, Line?)
    /// Status, then messages, of a rental; or a check of an activation.
    case look(Line)
    /// Only the status of a rental, which keeps it listening.
    case refresh(Line)
    /// Only the messages of a rental.
    case read(Line)
    /// All active orders in one call.
    case poll
    /// Compare the provider's lists with ours.
    case list
    /// Ask for the balance.
    case balance
    /// No work before then.
    case idle(until: Instant)
}
