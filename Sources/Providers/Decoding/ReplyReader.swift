import Lines
package import Transport

/// Decodes an HTTP answer as JSON, or reports what came instead.
///
/// Handles what all providers behind a content delivery network have in common before a provider's
/// own words are read: too many requests, pages of the network, answers that are not JSON.
/// Everything kept of an answer is limited in length and has the account's key removed.
package struct ReplyReader: Sendable {
    /// The call in the provider's terms: its path.
    package let operation: String
    package let key: Secret

    package init(operation: String, key: Secret) {
        self.operation = operation
        self.key = key
    }

    package func json(_ reply: HTTPReply) throws(ProviderError) -> JSONValue {
        if reply.status == 429 {
            throw .rateLimited(retryAfter: reply.pause)
        }
        do {
            return try JSONValue(parsing: reply.body)
        } catch {
            throw withoutJSON(reply)
        }
    }

    /// The error for valid JSON whose content is not understood.
    package func unrecognised(_ reply: HTTPReply) -> ProviderError {
        .unrecognised(
            UnrecognisedReply(
                operation: operation, status: reply.status, excerpt: excerpt(of: reply.body)))
    }

    /// A provider's words in readable form: markup and key removed, one line.
    package func sentence(_ words: String) -> String {
        String(key.hidden(in: PlainText(words).sentence).prefix(300))
    }

    private func withoutJSON(_ reply: HTTPReply) -> ProviderError {
        switch reply.status {
        case 300..<400: blocked(reply)
        case 401, 403: .blocked(status: reply.status)
        case _ where reply.isPage || reply.isNoSuchPage: .blocked(status: reply.status)
        case _ where reply.isFromNoAPI && !reply.beginsAsJSON: .blocked(status: reply.status)
        case 500...: .providerFailed(breakdown(reply))
        default: unrecognised(reply)
        }
    }

    /// A redirect, with the key removed from its target.
    package func blocked(_ reply: HTTPReply) -> ProviderError {
        .blocked(status: reply.status, leadsTo: reply.leadsTo.map { key.hidden(in: $0) })
    }

    private func excerpt(of body: [UInt8]) -> String {
        let looked = 8000
        var text = key.hidden(in: String(decoding: body.prefix(looked), as: UTF8.self))
        if body.count > looked {
            // Part of a key may be left at the cut.
            text.removeLast(min(text.count, key.reveal().count))
        }
        return String(text.map { $0.isControl ? " " : $0 }.prefix(500))
    }
}

extension HTTPReply {
    /// Whether the body is a web page for people rather than an answer.
    ///
    /// A stray tag before an answer, such as a PHP warning, does not make it a page.
    package var isPage: Bool {
        let beginning = String(decoding: body.prefix(1024), as: UTF8.self).lowercased()
        guard beginning.trimmed.hasPrefix("<") else { return false }
        return ["<!doctype html", "<html", "<head", "<title", "<body"].contains {
            beginning.contains($0)
        }
    }

    /// The longest pause that is honoured. A day, once sent by mistake by a network in between,
    /// would put every line to sleep and miss every window; one request in fifteen minutes does no
    /// harm.
    private static let longestPause = Duration.minutes(15)

    /// The requested pause. A date counts only if the answer also tells its own time.
    fileprivate var pause: Duration? {
        let clock = date ?? Instant(milliseconds: .max / 2)
        return retryAfter(now: clock).flatMap { $0 > .zero ? min($0, Self.longestPause) : nil }
    }

    /// Whether the status certainly means that there is nothing at this address, and the body is
    /// not an answer.
    package var isNoSuchPage: Bool {
        status == 404 && (body.isEmpty || isPage)
    }

    /// Whether the status means that the service is gone or closed to us, whatever the body says.
    package var isFromNoAPI: Bool { [402, 404, 410, 451].contains(status) }

    /// Whether the body could be the beginning of a truncated JSON answer.
    fileprivate var beginsAsJSON: Bool {
        body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }.map { [0x7B, 0x5B].contains($0) }
            ?? false
    }
}
