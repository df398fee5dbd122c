import Lines
import Transport

/// Makes a call: one request, one answer, never repeated.
extension SMS1001 {
    /// - Parameter fields: the body of a POST, otherwise the query.
    /// - Returns: the answer, if it is not a refusal.
    func ask(
        _ call: SMS1001Call, _ fields: [(name: String, value: String)] = []
    ) async throws(ProviderError) -> SMS1001Answer {
        let reply: HTTPReply
        do {
            reply = try await transport.send(
                request(call, fields),
                deadline: call.isPayment ? deadlines.payments : deadlines.reads, limit: call.limit)
        } catch {
            throw .transport(error)
        }
        let reader = ReplyReader(operation: call.name, key: key)
        let answer = SMS1001Answer(
            call: call, reply: reply, json: try reader.json(reply), reader: reader, zone: timeZone)
        if let refusal = SMS1001Refusal(answer) { throw refusal.meaning.quoting(refusal.sentence) }
        return answer
    }

    private func request(
        _ call: SMS1001Call, _ fields: [(name: String, value: String)]
    ) -> HTTPCall {
        let url = "\(root)/\(call.path)"
        // Networks in front of providers reject callers without a user agent.
        let headers = [
            (name: "User-Agent", value: "linekeeper"),
            (name: "Authorization", value: "Bearer \(key.reveal())"),
        ]
        guard call.isPosted else {
            return HTTPCall(
                .get, fields.isEmpty ? url : "\(url)?\(FormBody.query(fields))", headers: headers)
        }
        guard !fields.isEmpty else { return HTTPCall(.post, url, headers: headers) }
        return HTTPCall(
            .post, url, headers: headers + [("Content-Type", "application/json")],
            body: JSONBody.object(fields))
    }
}
