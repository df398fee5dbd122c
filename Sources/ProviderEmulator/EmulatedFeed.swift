/// A WebSocket a provider agreed to: what it is about, and how far it has been told.
package struct EmulatedFeed: Equatable, Sendable {
    /// The order it was opened for; nil for all of the account.
    package var order: String?
    /// How many events there were when it was told last.
    package var cursor: Int

    package init(order: String?, cursor: Int) {
        self.order = order
        self.cursor = cursor
    }
}
