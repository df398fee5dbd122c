/// A transport that can also hand over an answer line by line while it is still being written.
///
/// The console follows the manager's events this way: one JSON object a line, for as long as
/// somebody looks on.
package protocol StreamingTransport: Transport {
    /// Sends one request and returns as soon as its answer has begun, whatever the status.
    ///
    /// Reading the lines slowly slows the sender down: only a few are held in between. Dropping
    /// them unread, or cancelling the task that reads them, closes the connection.
    ///
    /// - Parameters:
    ///   - idle: the longest the other side may be silent, before its answer begins and after. An
    ///     empty line breaks the silence, and is not handed over.
    ///   - longest: the most bytes a line may have.
    func lines(
        _ call: HTTPCall, idle: Duration, longest: Int
    ) async throws(TransportError) -> LineReply
}

extension StreamingTransport {
    /// The same with lines of up to a mebibyte.
    package func lines(
        _ call: HTTPCall, idle: Duration
    ) async throws(TransportError) -> LineReply {
        try await lines(call, idle: idle, longest: 1 << 20)
    }
}

/// An answer that has begun, and the lines of its body as they come.
package struct LineReply: Sendable {
    package var status: Int
    package var lines: ReplyLines

    package init(status: Int, lines: ReplyLines) {
        self.status = status
        self.lines = lines
    }
}
