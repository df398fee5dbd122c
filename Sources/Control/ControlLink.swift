/// A connection to the manager: its socket, or a double in tests.
package protocol ControlLink: Sendable {
    /// Sends a request and waits for the answer.
    func ask<Request: ControlRequest>(
        _ request: Request
    ) async throws(ControlFailure) -> Request.Reply

    /// Events as they happen, starting with the `last` most recent ones; only those of `line`, if
    /// given. Ends with an error when the manager goes away, and with the task that reads it.
    func tail(last: Int, line: Int64?) -> AsyncThrowingStream<TailItem, any Error>
}

/// An event and its message, if it has one.
package struct TailItem: Codable, Equatable, Sendable {
    package var event: EventRecord
    package var message: MessageRecord?
    /// The label of the event's line, if any.
    package var label: String?

    package init(event: EventRecord, message: MessageRecord? = nil, label: String? = nil) {
        self.event = event
        self.message = message
        self.label = label
    }
}
