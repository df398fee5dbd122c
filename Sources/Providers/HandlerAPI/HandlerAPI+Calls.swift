import Lines
import Transport

/// Makes a call: one request, one answer, never repeated.
extension HandlerAPI {
    /// - Parameters:
    ///   - operation: the purpose, if the action serves several.
    ///   - fields: the query without action and key.
    /// - Returns: the answer, if it is not a refusal.
    func ask(
        _ action: HandlerAPIAction, for operation: Capabilities.Operation? = nil,
        _ fields: [(name: String, value: String)] = []
    ) async throws(ProviderError) -> HandlerAPIAnswer {
        let operation = operation ?? action.operation
        try offered(operation)
        let reply: HTTPReply
        do {
            reply = try await transport.send(
                request(action, fields),
                deadline: action.isPayment ? deadlines.payments : deadlines.reads,
                limit: action.limit)
        } catch {
            throw .transport(error)
        }
        let answer = try HandlerAPIAnswer(
            action: action, operation: operation, reply: reply,
            reader: ReplyReader(operation: action.rawValue, key: key), account: self)
        if let refusal = answer.refusal { throw refusal }
        return answer
    }

    func offered(_ operation: Capabilities.Operation) throws(ProviderError) {
        guard capabilities.offers(operation) else { throw .notOffered(operation) }
    }

    private func request(
        _ action: HandlerAPIAction, _ fields: [(name: String, value: String)]
    ) -> HTTPCall {
        // Networks in front of providers reject callers without a user agent.
        var headers = [(name: "User-Agent", value: "linekeeper")]
        var query = [(name: "action", value: action.rawValue)] + fields
        if let header = dialect.keyHeader {
            headers.append((header, key.reveal()))
        } else {
            query.insert(("api_key", key.reveal()), at: 0)
        }
        return HTTPCall(
            action.isPayment && dialect.takesPosts ? .post : .get,
            "\(address)?\(FormBody.query(query))", headers: headers)
    }
}
