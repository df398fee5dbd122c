/// The only interface to the network: all the manager's requests go through `send`.
package protocol Transport: Sendable {
    /// Sends one request and returns the complete response, whatever its status.
    ///
    /// Never retries and never follows a redirect, because a repeated call may cost money twice.
    ///
    /// - Parameters:
    ///   - deadline: the maximum duration of the exchange, from connecting to the last byte.
    ///   - limit: the maximum number of body bytes read.
    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply

    /// Sends one request to a server whose status is the only answer needed, such as a receiver of
    /// messages.
    ///
    /// Once the head has arrived it is the answer, whatever happens to the body: too large, slow,
    /// cut off or malformed. The part received is returned.
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

/// Why there is no answer. The caller needs to know whether the other side may have acted.
package enum TransportError: Error, Equatable, Sendable {
    /// No connection was made, so the request was certainly not carried out.
    case unreachable(host: String, reason: String)
    /// Its certificate could not be trusted, or it has no TLS; nothing was sent.
    case untrusted(host: String, TLSTrouble)
    /// The request may have been carried out, but its answer was lost, late or cut off.
    case answerLost(host: String, reason: String)
    /// The answer was larger than the limit. The request was carried out.
    case tooLarge(host: String, limit: Int)
    /// The URL cannot be used, and why.
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
            "\(host) sent more than the limit of \(limit) bytes."
        case .badURL(let url, let reason):
            "\(url) cannot be called: the address \(reason)."
        case .cancelled(let host):
            "The request to \(host) was cancelled before its answer came."
        }
    }
}
