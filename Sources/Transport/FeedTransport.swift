/// The seam to feeds: connections the other side says something on whenever it has something to say.
package protocol FeedTransport: Sendable {
    /// Follows a feed until the other side ends it, says nothing for too long, or the task is
    /// cancelled.
    ///
    /// - Parameters:
    ///   - url: where it is, beginning with ws:// or wss://. May carry a key: it is never printed.
    ///   - opened: called once the other side has agreed.
    ///   - heard: called with each text, in order; the next waits until it returns.
    /// - Throws: `unreachable` when it did not come about, `answerLost` when it was cut off.
    func follow(
        _ url: String, opened: @Sendable () async -> Void,
        heard: @escaping @Sendable (String) async -> Void
    ) async throws(TransportError)
}
