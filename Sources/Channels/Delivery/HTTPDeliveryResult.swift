import Lines
import Transport

/// The meaning of an HTTP receiver's answer for a delivery, common to all HTTP channels.
struct HTTPDeliveryResult {
    let channel: String
    /// Texts that must not be kept if the receiver quotes them.
    let secrets: [Secret]
    /// Whether an error quotes the receiver's reason instead of its whole answer.
    var quotesReasons = false
    /// What this receiver means by a status that others use in another way.
    var objection: (Int, ReceiverWords) -> DeliveryError? = { _, _ in nil }

    /// The answer to a success, and the receiver's words in it.
    ///
    /// 408, 425, 429 and everything from 500 on is worth another try, not before the time the
    /// receiver asks for in a header or in its words; a redirect or a missing page is a wrong
    /// address; anything else is a refusal.
    func judge(
        _ reply: HTTPReply, now: Instant
    ) throws(DeliveryError) -> (answer: ReceiverAnswer, words: ReceiverWords) {
        var words = ReceiverWords(reply.body)
        words.reason = words.reason.map(hidden)
        words.id = words.id.map(hidden)
        if let objection = self.objection(reply.status, words) { throw objection }
        let kept = reply.body.prefix(ReceiverAnswer.longest)
        let whole = hidden(String(decoding: kept, as: UTF8.self))
        let answer = quotesReasons ? words.reason ?? whole : whole
        switch reply.status {
        case 200...299:
            return (ReceiverAnswer(status: reply.status, answer: whole), words)
        case 300...399:
            guard let target = reply.leadsTo else {
                throw .misconfigured(
                    channel: channel,
                    reason: "its receiver answers with status \(reply.status), which is neither "
                        + "success nor a redirect; check its address")
            }
            let place = hidden(target).plainLine(limit: 200)
            let isForGood = [301, 308].contains(reply.status)
            throw .misconfigured(
                channel: channel,
                reason: (isForGood
                    ? "its receiver has moved to \(place)"
                    : "its receiver answers with a redirect to \(place)")
                    + " (status \(reply.status)), and redirects are not followed; use its target")
        case 404, 410:
            throw .noReceiver(channel: channel, status: reply.status, answer: answer)
        case 408, 425, 429, 500...:
            throw .busy(
                channel: channel, status: reply.status, answer: answer,
                after: [reply.retryAfter(now: now), words.wait].compactMap { $0 }.max())
        default:
            throw .refused(channel: channel, status: reply.status, answer: answer)
        }
    }

    private func hidden(_ text: String) -> String {
        secrets.reduce(text) { $1.hidden(in: $0) }
    }

    /// Sends a call and judges the answer.
    func send(
        _ call: HTTPCall, over transport: any Transport, timeout: Duration, now: Instant
    ) async throws(DeliveryError) -> (answer: ReceiverAnswer, words: ReceiverWords) {
        let reply: HTTPReply
        do {
            reply = try await transport.deliver(call, deadline: timeout, limit: 64 << 10)
        } catch {
            throw failure(error)
        }
        return try judge(reply, now: now)
    }

    /// Asks for something, which does nothing at the receiver, and returns the answer to a success.
    func ask(
        _ call: HTTPCall, over transport: any Transport, deadline: Duration, limit: Int,
        now: Instant
    ) async throws(DeliveryError) -> HTTPReply {
        let reply: HTTPReply
        do throws(TransportError) {
            reply = try await transport.send(call, deadline: deadline, limit: limit)
        } catch {
            throw failure(error)
        }
        _ = try judge(reply, now: now)
        return reply
    }

    /// What it means for the channel that there was no answer.
    func failure(_ error: TransportError) -> DeliveryError {
        switch error {
        case .badURL(_, let reason):
            .misconfigured(channel: channel, reason: "its address \(reason)")
        case .cancelled:
            .interrupted(channel: channel)
        case .unreachable, .untrusted, .answerLost, .tooLarge:
            .noAnswer(channel: channel, cause: error)
        }
    }
}

extension ReceiverAnswer {
    /// The beginning of the answer as one line.
    func receipt(otherwise words: String) -> DeliveryReceipt {
        let line = text.plainLine(limit: 200)
        return DeliveryReceipt(line.isEmpty ? words : line, answer: self)
    }
}
