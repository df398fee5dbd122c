/// A way to ask the manager: over its socket, or a double in tests.
package protocol ControlLink: Sendable {
    /// Asks, and waits for the answer.
    func ask<Request: ControlRequest>(
        _ request: Request
    ) async throws(ControlFailure) -> Request.Reply

    /// Events as they happen, beginning with the `last` most recent ones. Ends with an error when the
    /// manager goes away; cancelled with the task that reads it.
    func tail(last: Int) -> AsyncThrowingStream<TailItem, any Error>
}

/// An event and, where it tells of one, the message.
package struct TailItem: Codable, Equatable, Sendable {
    package var event: EventRecord
    package var message: MessageRecord?

    package init(event: EventRecord, message: MessageRecord? = nil) {
        self.event = event
        self.message = message
    }
}
