/// The interface to feeds: connections on which the other side sends whenever it has news.
package protocol FeedTransport: Sendable {
    /// Follows a feed until the other side ends it or is silent for too long, or the task is
    /// cancelled.
    ///
    /// - Parameters:
    ///   - url: begins with ws:// or wss://. May contain a key, so it is never printed.
    ///   - opened: called once the other side has accepted the connection.
    ///   - heard: called with each text, in order; the next one waits until it returns.
    /// - Throws: `unreachable` if the connection failed, `answerLost` if it was cut off.
    func follow(
        _ url: String, opened: @Sendable () async -> Void,
        heard: @escaping @Sendable (String) async -> Void
    ) async throws(TransportError)
}
