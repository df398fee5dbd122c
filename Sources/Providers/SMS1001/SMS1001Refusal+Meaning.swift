import Lines
import Transport

/// The meaning of a refusal: by its status if the document gives that one meaning, otherwise by its
/// words, of which the document has no list.
extension SMS1001Refusal {
    var meaning: ProviderError {
        // Success with the status of a failure: one of the two is wrong.
        if answer.json.flag("success") == true { return answer.unrecognised }
        return ofStatus ?? ofMoney ?? ofCancel ?? ofOne ?? ofOffer ?? ofRest
    }

    private var status: Int { answer.reply.status }

    /// Whether the status reports a breakdown on the way. Most words then say nothing about what
    /// was done before it.
    private var isBreakdown: Bool { status >= 500 || status == 408 }

    private var ofStatus: ProviderError? {
        switch status {
        case 300..<400: answer.reader.blocked(answer.reply)
        case 451: .blocked(status: status)
        case 401: .wrongKey
        case 403 where answer.call.namesOne && saysNotOurs: .notFound
        case 403: .wrongKey
        // The web framework's message for an unknown address: the base URL is wrong.
        case 404 where words.mentions(anyOf: ["cannot get", "cannot post", "route not found"]):
            .blocked(status: status)
        case _ where isBreakdown: nil
        default:
            words.mentions(anyOf: ["invalid api key", "missing api key", "api key is"])
                ? .wrongKey : ofPace
        }
    }

    private var ofPace: ProviderError? {
        words.mentions(anyOf: ["rate limit", "too many requests"])
            ? .rateLimited(retryAfter: words.duration) : nil
    }

    /// The document uses one status both for a key without permission and for an order of another
    /// account. Only the second concerns the order, and a line must not be given up because of the
    /// first.
    private var saysNotOurs: Bool {
        !words.mentions(anyOf: ["key", "permission"])
            && words.mentions(anyOf: [
                "not own", "owner", "belong", "not your", "another user", "someone else",
            ])
    }

    private var ofMoney: ProviderError? {
        let speaksOfMoney = words.mentions(anyOf: [
            "insufficient balance", "insufficient funds", "enough balance", "balance too low",
        ])
        // A breakdown may be about the balance at the underlying supplier.
        guard status == 402 || (speaksOfMoney && !isBreakdown) else { return nil }
        // Nobody pays for a query.
        if !speaksOfMoney, !answer.call.isPayment { return .blocked(status: status) }
        let figures = answer.json["data"] ?? answer.json["details"] ?? answer.json
        return .insufficientBalance(
            price: words.amount(after: "required") ?? figures.money("required", "price"),
            balance: words.amount(after: "available") ?? words.amount(after: "current")
                ?? figures.money("available", "current", "balance"))
    }

    /// Refusals of a cancel. The document has only "Cancel failed. Please try again later." and the
    /// remark that some operators refuse in the first minutes. Being too early is the only cause
    /// that goes away by itself, so it is assumed for a refusal without a reason; the retries stop
    /// when the order is over.
    private var ofCancel: ProviderError? {
        guard answer.call == .cancel, ![404, 500].contains(status) else { return nil }
        if words.mentions("already"), words.mentions("refunded") { return .alreadyRefunded }
        let isFailed = words.mentions("cancel failed")
        if isBreakdown { return isFailed ? .tooEarly(retryAfter: nil) : nil }
        if words.mentions(anyOf: ["too early", "wait", " yet", "minutes", "seconds"]) {
            return .tooEarly(retryAfter: words.duration)
        }
        if words.mentions(anyOf: [
            "sms", "message", "already", "cannot be cancel", "expired", "completed",
        ]) {
            return .notCancellable(sentence)
        }
        let isBare = said.isEmpty && answer.json.flag("success") == false
        return isBare || isFailed || words.mentions("later") ? .tooEarly(retryAfter: nil) : nil
    }

    /// Only certain cases, because a line reported as unknown is presumed gone.
    private var ofOne: ProviderError? {
        guard answer.call.namesOne, !isBreakdown else { return nil }
        let isNamed = words.mentions(anyOf: ["order not found", "transaction not found"])
        return (status == 404 && isOwn) || isNamed ? .notFound : nil
    }

    private var ofOffer: ProviderError? {
        guard [.order, .pricing].contains(answer.call), status != 500 else { return nil }
        if words.mentions(anyOf: ["out of stock", "no numbers", "no number"]) {
            return .outOfStock(sentence)
        }
        guard !isBreakdown else { return nil }
        if words.mentions(anyOf: ["not available", "unavailable"]) { return .outOfStock(sentence) }
        let isUnknown = words.mentions(anyOf: ["not found", "invalid", "unknown", "not exist"])
        guard isUnknown else { return nil }
        if words.mentions("service") { return .unknownService }
        return words.mentions("country") ? .unknownCountry : nil
    }

    /// A breakdown says nothing about what was done; after any other refusal of the provider
    /// nothing was done.
    private var ofRest: ProviderError {
        if isBreakdown {
            return .providerFailed(
                said.isEmpty ? answer.reader.breakdown(answer.reply) : sentence)
        }
        if words.mentions(anyOf: ["internal error", "internal server error", "something went"]) {
            return .providerFailed(sentence)
        }
        // A paid call with this answer may have been carried out.
        if !answer.call.namesOne, !answer.call.isPayment, answer.reply.isFromNoAPI {
            return .blocked(status: status)
        }
        guard isOwn else { return answer.unrecognised }
        return .badRequest([said.isEmpty ? answer.reader.reason(answer.reply) : sentence])
    }
}
