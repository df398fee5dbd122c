/// An open WebSocket of a provider: its subject, and the events already sent on it.
package struct EmulatedFeed: Equatable, Sendable {
    /// The order it was opened for; nil for the whole account.
    package var order: String?
    /// The number of events at the time of the last transmission.
    package var cursor: Int

    package init(order: String?, cursor: Int) {
        self.order = order
        self.cursor = cursor
    }
}
