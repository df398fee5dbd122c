import Lines
import Transport

/// Makes a call: one request, one answer, never repeated.
extension VirtualSMS {
    /// - Returns: the answer, if it is not a refusal.
    func ask(
        _ call: VirtualSMSCall, query: [(name: String, value: String)] = [],
        body: JSONValue? = nil
    ) async throws(ProviderError) -> VirtualSMSAnswer {
        if let id = call.id, !VirtualSMSCall.canName(id) { throw .notFound }
        let reply: HTTPReply
        do {
            reply = try await transport.send(
                message(call, query, body),
                deadline: call.isPayment ? deadlines.payments : deadlines.reads, limit: call.limit)
        } catch {
            throw .transport(error)
        }
        let reader = ReplyReader(operation: call.name, key: key)
        let answer = VirtualSMSAnswer(
            call: call, reply: reply, json: try content(of: reply, reader), reader: reader,
            zone: timeZone)
        if let refusal = VirtualSMSRefusal(answer) {
            throw refusal.meaning.quoting(refusal.sentence)
        }
        return answer
    }

    /// The answer's JSON. A plain sentence counts as a refusal, because VirtualSMS sends some
    /// without any JSON.
    private func content(
        of reply: HTTPReply, _ reader: ReplyReader
    ) throws(ProviderError) -> JSONValue {
        do {
            return try reader.json(reply)
        } catch {
            guard let sentence = reply.refusalSentence else { throw error }
            return .string(sentence)
        }
    }

    private func message(
        _ call: VirtualSMSCall, _ query: [(name: String, value: String)], _ body: JSONValue?
    ) -> HTTPCall {
        let url = "\(root)/\(call.path)" + (query.isEmpty ? "" : "?\(FormBody.query(query))")
        // Networks in front of providers reject callers without a user agent.
        var headers = [(name: "User-Agent", value: "linekeeper")]
        if !call.isPublic { headers.append(("X-API-Key", key.reveal())) }
        if call.method != .get, let request {
            headers.append(("X-Idempotency-Key", Self.headerText(request)))
        }
        if body != nil { headers.append(("Content-Type", "application/json")) }
        return HTTPCall(call.method, url, headers: headers, body: body?.jsonText)
    }

    /// The text unchanged if it is valid in a header, otherwise escaped.
    private static func headerText(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return isPlain ? text : PercentEncoding.encode(text)
    }
}

extension HTTPReply {
    /// The words of a refusal that is neither JSON nor a page; nil for anything else.
    fileprivate var refusalSentence: String? {
        guard status >= 400, status != 429, !isPage, (1...600).contains(body.count),
            let text = String(validating: body, as: UTF8.self)?.trimmed, let first = text.first,
            first.isLetter || first.isNumber
        else { return nil }
        return text
    }
}
