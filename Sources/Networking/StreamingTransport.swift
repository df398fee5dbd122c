package import Transport

/// A transport that can also return a response line by line while it is still being written.
///
/// The console follows the manager's events this way: one JSON object per line, for as long as
/// somebody is watching.
package protocol StreamingTransport: Transport {
    /// Sends one request and returns as soon as its response begins, whatever the status.
    ///
    /// Reading the lines slowly slows down the sender, because only a few are buffered. Dropping
    /// them unread, or cancelling the task that reads them, closes the connection.
    ///
    /// - Parameters:
    ///   - idle: how long the other side may be silent, before and after the beginning of its
    ///     response. An empty line ends the silence and is not returned.
    ///   - longest: the maximum number of bytes in a line.
    func lines(
        _ call: HTTPCall, idle: Duration, longest: Int
    ) async throws(TransportError) -> TextLineReply
}

extension StreamingTransport {
    /// The same with lines of up to one mebibyte.
    package func lines(
        _ call: HTTPCall, idle: Duration
    ) async throws(TransportError) -> TextLineReply {
        try await lines(call, idle: idle, longest: 1 << 20)
    }
}

/// A response that has begun, and the lines of its body as they arrive.
package struct TextLineReply: Sendable {
    package var status: Int
    package var lines: ReplyLines

    package init(status: Int, lines: ReplyLines) {
        self.status = status
        self.lines = lines
    }
}
