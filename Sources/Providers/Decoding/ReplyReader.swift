import Lines
package import Transport

/// Turns an HTTP answer into JSON, or says what came instead.
///
/// What is common to every provider behind a content network is judged here, before any provider's
/// own words are looked at: too many requests, pages of the network in front, answers that are no
/// JSON. Whatever is kept of an answer is bounded and has the account's key taken out.
package struct ReplyReader: Sendable {
    /// What was asked, in the provider's words: the path of the call.
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

    /// The error for an answer that is JSON but says nothing that is understood.
    package func unrecognised(_ reply: HTTPReply) -> ProviderError {
        .unrecognised(
            UnrecognisedReply(
                operation: operation, status: reply.status, excerpt: excerpt(of: reply.body)))
    }

    /// A provider's words as a person may read them: markup and key removed, one line.
    package func sentence(_ words: String) -> String {
        String(key.hidden(in: PlainText(words).sentence).prefix(300))
    }

    private func withoutJSON(_ reply: HTTPReply) -> ProviderError {
        switch reply.status {
        case 300..<400: blocked(reply)
        case 401, 403: .blocked(status: reply.status)
        case _ where reply.isPage || reply.isNoSuchPage: .blocked(status: reply.status)
        case _ where reply.isFromNoAPI && !reply.beginsAsJSON: .blocked(status: reply.status)
        case 500...: .providerFailed("HTTP \(reply.status)")
        default: unrecognised(reply)
        }
    }

    /// A redirect, with the key taken out of where it leads.
    package func blocked(_ reply: HTTPReply) -> ProviderError {
        .blocked(status: reply.status, leadsTo: reply.leadsTo.map { key.hidden(in: $0) })
    }

    private func excerpt(of body: [UInt8]) -> String {
        let looked = 8000
        var text = key.hidden(in: String(decoding: body.prefix(looked), as: UTF8.self))
        if body.count > looked {
            // Half a key may have been left at the cut.
            text.removeLast(min(text.count, key.reveal().count))
        }
        return String(text.map { $0.isControl ? " " : $0 }.prefix(500))
    }
}

extension HTTPReply {
    /// Whether the body is a web page, for people, rather than an answer.
    ///
    /// A stray tag in front of an answer, such as a PHP warning, does not make a page of it.
    package var isPage: Bool {
        let beginning = String(decoding: body.prefix(1024), as: UTF8.self).lowercased()
        guard beginning.trimmed.hasPrefix("<") else { return false }
        return ["<!doctype html", "<html", "<head", "<title", "<body"].contains {
            beginning.contains($0)
        }
    }

    /// The longest pause that is kept. One of a day, which somebody in between once mistyped, would
    /// put every line to sleep and miss every window; one question in fifteen minutes does no harm.
    private static let longestPause = Duration.minutes(15)

    /// How long it asks to wait, where that can be told: a date means nothing without a clock.
    fileprivate var pause: Duration? {
        let clock = date ?? Instant(milliseconds: .max / 2)
        return retryAfter(now: clock).flatMap { $0 > .zero ? min($0, Self.longestPause) : nil }
    }

    /// Whether the server certainly has nothing at this address: the status, and no answer's words.
    package var isNoSuchPage: Bool {
        status == 404 && (body.isEmpty || isPage)
    }

    /// Whether the status says that nobody answers here any more, or not to us, whatever else is said.
    package var isFromNoAPI: Bool { [402, 404, 410, 451].contains(status) }

    /// Whether the body could be the beginning of an answer in JSON that was cut off.
    fileprivate var beginsAsJSON: Bool {
        body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }.map { [0x7B, 0x5B].contains($0) }
            ?? false
    }
}
