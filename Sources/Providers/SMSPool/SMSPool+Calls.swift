import Lines
import Transport

extension SMSPool {
    /// The calls in use, by their path.
    enum Call: String, CaseIterable, Sendable {
        case countries = "country/retrieve_all"
        case services = "service/retrieve_all"
        case price = "request/price"
        case pricing = "request/pricing"
        case pools = "pool/retrieve_all"
        case stock = "sms/stock"
        case rentalPricing = "rental/retrieve_pricing"
        case suggestedCountries = "request/suggested_countries"
        case successRates = "request/success_rate"
        case rentalProducts = "rental/retrieve_all"
        case order = "purchase/sms"
        case rent = "purchase/rental"
        case extend = "rental/extend"
        case refund = "rental/refund"
        case cancel = "sms/cancel"
        case resend = "sms/resend"
        case checkResend = "sms/check_resend"
        case check = "sms/check"
        case rentalStatus = "rental/retrieve_status"
        case rentalMessages = "rental/retrieve_messages"
        case rentals = "rental/retrieve"
        case rentalInfo = "rental/info"
        case autoExtend = "rental/auto_extend"
        case reset = "rental/reset"
        case active = "request/active"
        case history = "request/history"
        case archive = "request/archive"
        case balance = "request/balance"

        /// Public lists, requested by GET because the current servers document nothing else.
        var isPublic: Bool { self == .countries || self == .services }

        /// Whether money moves, at once or later.
        var isPayment: Bool {
            switch self {
            case .order, .rent, .extend, .refund, .cancel, .resend, .autoExtend: true
            default: false
            }
        }

        /// Whether it concerns one order or rental, which the provider may not know.
        var namesLine: Bool {
            switch self {
            case .extend, .refund, .cancel, .resend, .checkResend, .check, .rentalStatus,
                .rentalMessages, .rentalInfo, .autoExtend, .reset:
                true
            default: false
            }
        }

        /// Whether the path in the document ends in `.php`.
        var hasOldPath: Bool {
            self == .rentalStatus || self == .refund || self == .extend
        }

        /// The maximum number of bytes read of the answer.
        var limit: Int {
            switch self {
            case .countries, .services, .suggestedCountries, .successRates, .pricing, .pools,
                .rentalProducts,
                .rentals:
                ReplyLimit.lists
            case .check, .active, .history, .rentalMessages: ReplyLimit.texts
            default: ReplyLimit.plain
            }
        }
    }

    /// Makes one call and returns its answer if it is not a refusal.
    ///
    /// If the server says that it has no such page, a call whose path differs in the document is
    /// made again under that path. Nothing else is ever repeated: only that answer certainly comes
    /// before anything was carried out, which matters for extend and refund.
    func ask(
        _ call: Call, _ fields: [(name: String, value: String)] = []
    ) async throws(ProviderError) -> SMSPoolAnswer {
        let reply = try await reply(to: call, fields)
        return try answer(to: call, reply)
    }

    func reply(
        to call: Call, _ fields: [(name: String, value: String)]
    ) async throws(ProviderError) -> HTTPReply {
        let reply = try await send(call, path: call.rawValue, fields)
        guard call.hasOldPath, reply.isNoSuchPage else { return reply }
        return try await send(call, path: call.rawValue + ".php", fields)
    }

    func answer(to call: Call, _ reply: HTTPReply) throws(ProviderError) -> SMSPoolAnswer {
        let reader = ReplyReader(operation: call.rawValue, key: key)
        let answer = SMSPoolAnswer(
            call: call, reply: reply, json: try reader.json(reply), reader: reader, zone: timeZone)
        if let refusal = SMSPoolRefusal(answer) { throw refusal.meaning.quoting(refusal.sentence) }
        return answer
    }

    private func send(
        _ call: Call, path: String, _ fields: [(name: String, value: String)]
    ) async throws(ProviderError) -> HTTPReply {
        do {
            return try await transport.send(
                request(call, path: path, fields),
                deadline: call.isPayment ? deadlines.payments : deadlines.reads, limit: call.limit)
        } catch {
            throw .transport(error)
        }
    }

    private func request(
        _ call: Call, path: String, _ fields: [(name: String, value: String)]
    ) -> HTTPCall {
        let url = "\(baseURL)/\(path)"
        // Networks in front of providers reject callers without a user agent.
        let caller = (name: "User-Agent", value: "linekeeper")
        if call.isPublic {
            return HTTPCall(
                .get, fields.isEmpty ? url : "\(url)?\(FormBody.query(fields))", headers: [caller])
        }
        let form = FormBody.urlEncoded([("key", key.reveal())] + fields)
        return HTTPCall(
            .post, url,
            headers: [
                caller, ("Authorization", "Bearer \(key.reveal())"),
                ("Content-Type", form.contentType),
            ], body: form.bytes)
    }
}
