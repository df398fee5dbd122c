/// The one seam to the network: everything the manager says to anybody goes through `send`.
package protocol Transport: Sendable {
    /// Sends one request and returns its whole answer, whatever the status.
    ///
    /// Never retries and never follows a redirect: a repeated call may cost money twice.
    ///
    /// - Parameters:
    ///   - deadline: the longest the exchange may take, from connecting to the last byte.
    ///   - limit: the most bytes of body that are read.
    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply

    /// Sends one request to somebody whose status says all there is to say, as receivers of messages do.
    ///
    /// Once the head of an answer has come that is the answer, whatever becomes of its body: too large,
    /// slow, cut off or malformed. What came of it is handed over.
    func deliver(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply
}

extension Transport {
    package func deliver(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        try await send(call, deadline: deadline, limit: limit)
    }
}

/// Why there is no answer. What matters to the caller is whether the other side may have acted.
package enum TransportError: Error, Equatable, Sendable {
    /// No connection came about, so the request was certainly not carried out.
    case unreachable(host: String, reason: String)
    /// Its TLS could not be believed, or it had none; nothing was sent.
    case untrusted(host: String, TLSTrouble)
    /// The request may have been carried out, but its answer was lost, late or cut off.
    case answerLost(host: String, reason: String)
    /// The answer was larger than the limit. The request was carried out.
    case tooLarge(host: String, limit: Int)
    /// The URL cannot be used at all, and why.
    case badURL(String, reason: String)
    /// The task was cancelled. The request may have been carried out.
    case cancelled(host: String)

    /// Whether the other side may have carried out the request.
    package var mayHaveActed: Bool {
        switch self {
        case .unreachable, .untrusted, .badURL: false
        case .answerLost, .tooLarge, .cancelled: true
        }
    }
}

extension TransportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let host, let reason):
            "\(host) cannot be reached (\(reason)). Check the network and the base URL."
        case .untrusted(let host, let trouble):
            "\(host) was not asked: \(trouble)"
        case .answerLost(let host, let reason):
            "\(host) was asked, but its answer was lost (\(reason))."
        case .tooLarge(let host, let limit):
            "\(host) answered with more than \(limit) bytes, which is more than is read."
        case .badURL(let url, let reason):
            "\(url) cannot be called: the address \(reason)."
        case .cancelled(let host):
            "The request to \(host) was cancelled before its answer came."
        }
    }
}
