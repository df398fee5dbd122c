package import Lines

/// One attempt at a forward.
package struct Delivery: Sendable, Equatable {
    /// The same on every try of one forward, and of no other; receivers use it to drop repeats.
    package var id: String
    /// 1 for the first try.
    package var attempt: Int
    package var content: ForwardContent
    /// The message concerned, if any.
    package var message: ForwardedMessage?
    /// When the forward was decided.
    package var createdAt: Instant
    /// When this try is made.
    package var now: Instant

    package init(
        id: String, attempt: Int, content: ForwardContent, message: ForwardedMessage?,
        createdAt: Instant, now: Instant
    ) {
        self.id = id
        self.attempt = attempt
        self.content = content
        self.message = message
        self.createdAt = createdAt
        self.now = now
    }
}
