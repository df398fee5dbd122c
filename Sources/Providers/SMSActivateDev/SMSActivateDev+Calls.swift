import Lines
import Transport

extension SMSActivateDev {
    /// One call of the protocol with its arguments.
    enum Call: Sendable {
        case balance
        case available(service: String, country: String)
        case buy(service: String, country: String)
        case activation(String)
        case cancel(String)

        /// Whether money moves.
        var isPayment: Bool {
            switch self {
            case .buy, .cancel: true
            case .balance, .available, .activation: false
            }
        }

        /// The maximum number of bytes read of the answer.
        var limit: Int {
            if case .activation = self { ReplyLimit.texts } else { ReplyLimit.plain }
        }

        /// The name of the call in messages.
        var name: String {
            switch self {
            case .balance: "balance"
            case .available: "numbers/available"
            case .buy: "numbers/buy"
            case .activation, .cancel: "activations"
            }
        }
    }

    /// Makes one call and returns its answer if it is not a refusal. Nothing is ever repeated.
    func ask(_ call: Call) async throws(ProviderError) -> SMSActivateDevAnswer {
        let reply: HTTPReply
        do {
            reply = try await transport.send(
                request(call), deadline: call.isPayment ? deadlines.payments : deadlines.reads,
                limit: call.limit)
        } catch {
            throw .transport(error)
        }
        let reader = ReplyReader(operation: call.name, key: key)
        let answer = SMSActivateDevAnswer(
            call: call, reply: reply, json: try reader.json(reply), reader: reader)
        if let refusal = answer.refusal { throw refusal.quoting(answer.sentence) }
        return answer
    }

    private func request(_ call: Call) -> HTTPCall {
        // Networks in front of providers reject callers without a user agent.
        var headers = [
            (name: "User-Agent", value: "linekeeper"),
            (name: "Authorization", value: "Bearer \(key.reveal())"),
        ]
        let root = "\(baseURL)/api/v1"
        switch call {
        case .balance: return HTTPCall(.get, "\(root)/balance", headers: headers)
        case .available(let service, let country):
            let query = FormBody.query([("service", service), ("country", country)])
            return HTTPCall(.get, "\(root)/numbers/available?\(query)", headers: headers)
        case .buy(let service, let country):
            headers.append(("Content-Type", "application/json"))
            let body = JSONBody.object([("service", service), ("country", country)])
            return HTTPCall(.post, "\(root)/numbers/buy", headers: headers, body: body)
        case .activation(let id):
            return HTTPCall(
                .get, "\(root)/activations/\(PercentEncoding.encode(id))", headers: headers)
        case .cancel(let id):
            return HTTPCall(
                .delete, "\(root)/activations/\(PercentEncoding.encode(id))", headers: headers)
        }
    }
}
