import Lines
import Transport

extension SMSPool {
    /// The calls that are made, by their path.
    enum Call: String, CaseIterable, Sendable {
        case countries = "country/retrieve_all"
        case services = "service/retrieve_all"
        case price = "request/price"
        case pricing = "request/pricing"
        case pools = "pool/retrieve_all"
        case rentalPricing = "rental/retrieve_pricing"
        case suggestedCountries = "request/suggested_countries"
        case rentalProducts = "rental/retrieve_all"
        case order = "purchase/sms"
        case rent = "purchase/rental"
        case extend = "rental/extend"
        case refund = "rental/refund"
        case cancel = "sms/cancel"
        case resend = "sms/resend"
        case check = "sms/check"
        case rentalStatus = "rental/retrieve_status"
        case rentalMessages = "rental/retrieve_messages"
        case rentals = "rental/retrieve"
        case active = "request/active"
        case history = "request/history"
        case balance = "request/balance"

        /// Public lists, asked for by GET because today's servers document nothing else.
        var isPublic: Bool { self == .countries || self == .services }

        /// Whether money moves.
        var isPayment: Bool {
            switch self {
            case .order, .rent, .extend, .refund, .cancel, .resend: true
            default: false
            }
        }

        /// Whether it is about one order or rental that the provider may not know.
        var namesLine: Bool {
            switch self {
            case .extend, .refund, .cancel, .resend, .check, .rentalStatus, .rentalMessages: true
            default: false
            }
        }

        /// Whether the document has the path with `.php` at its end.
        var hasOldPath: Bool {
            self == .rentalStatus || self == .refund || self == .extend
        }

        /// The most bytes of answer that are read.
        var limit: Int {
            switch self {
            case .countries, .services, .suggestedCountries, .pricing, .pools, .rentalProducts,
                .rentals:
                ReplyLimit.lists
            case .check, .active, .history, .rentalMessages: ReplyLimit.texts
            default: ReplyLimit.plain
            }
        }
    }

    /// Makes one call and returns its answer when it is not a refusal.
    ///
    /// A call whose path the document has differently is made a second time, under that path, when
    /// the server says that it has no such page. Nothing else is ever repeated: that answer alone
    /// is certain to come before anything was carried out, and for extend and refund that matters.
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
        // Networks in front of providers turn away callers that do not say who they are.
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
