/// A way to ask the manager: over its socket, or a double in tests.
package protocol ControlLink: Sendable {
    /// Asks, and waits for the answer.
    func ask<Request: ControlRequest>(
        _ request: Request
    ) async throws(ControlFailure) -> Request.Reply

    /// Events as they happen, beginning with the `last` most recent ones; of one line when it is
    /// given. Ends with an error when the manager goes away; cancelled with the task that reads it.
    func tail(last: Int, line: Int64?) -> AsyncThrowingStream<TailItem, any Error>
}

/// An event and, where it tells of one, the message.
package struct TailItem: Codable, Equatable, Sendable {
    package var event: EventRecord
    package var message: MessageRecord?
    /// The label of the event's line, where it has one.
    package var label: String?

    package init(event: EventRecord, message: MessageRecord? = nil, label: String? = nil) {
        self.event = event
        self.message = message
        self.label = label
    }
}
