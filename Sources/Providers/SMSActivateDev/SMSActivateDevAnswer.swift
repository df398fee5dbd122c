import Lines
import Transport

/// One answer of sms-activate.dev, with the context needed to read it.
struct SMSActivateDevAnswer: Sendable {
    let call: SMSActivateDev.Call
    let reply: HTTPReply
    let json: JSONValue
    let reader: ReplyReader

    var unrecognised: ProviderError { reader.unrecognised(reply) }

    func answer<Value>(_ value: Value) -> Answer<Value> {
        Answer(value, providerTime: reply.date, allowance: Allowance(reply))
    }

    /// The refusal in the answer; nil if the call succeeded.
    ///
    /// The document describes no refusals. The status has its HTTP meaning; words decide only if a
    /// status has two meanings.
    var refusal: ProviderError? {
        let words = SentenceFigures(said)
        let status = reply.status
        guard status >= 400 || json["error"] != nil && json["id"] == nil else { return nil }
        if status == 401 || status == 403 || words.mentions("api key") { return .wrongKey }
        if case .balance = call, reply.isFromNoAPI { return .blocked(status: status) }
        if status == 402 || words.mentions(anyOf: ["balance", "credit", "funds"]) {
            return .insufficientBalance(price: nil, balance: nil)
        }
        if words.mentions(anyOf: ["no numbers", "out of stock", "not available", "unavailable"]) {
            return .outOfStock(sentence)
        }
        if status >= 500 {
            return .providerFailed(said.isEmpty ? reader.breakdown(reply) : sentence)
        }
        return ofLine(words) ?? ofOffer(words)
            ?? (said.isEmpty ? unrecognised : .badRequest([sentence]))
    }

    private func ofLine(_ words: SentenceFigures) -> ProviderError? {
        switch call {
        case .activation: reply.status == 404 || reply.status == 410 ? .notFound : nil
        case .cancel:
            switch reply.status {
            case 404, 410: .notFound
            case 425: .tooEarly(retryAfter: words.duration)
            case 409 where words.mentions("early"): .tooEarly(retryAfter: words.duration)
            case 400, 409, 422: .notCancellable(sentence)
            default: nil
            }
        case .balance, .available, .buy: nil
        }
    }

    private func ofOffer(_ words: SentenceFigures) -> ProviderError? {
        switch call {
        case .available, .buy:
            if words.mentions("country") { return .unknownCountry }
            if words.mentions("service") { return .unknownService }
            return reply.status == 404 ? .notInCountry(suggested: []) : nil
        case .balance, .activation, .cancel: return nil
        }
    }

    /// The message of the answer, wherever it is: a text, or an object that contains one.
    private var said: String {
        let text =
            json["error"]?.text("message", "description", "detail", "code")
            ?? json.text("error", "message", "detail", "details", "error_description")
        return PlainText(text ?? "").sentence
    }

    var sentence: String { reader.sentence(said) }
}
