import Lines
import Transport

/// The meaning of a refusal: by its status if that has one meaning, otherwise by its words.
extension VirtualSMSRefusal {
    var meaning: ProviderError {
        // Success with the status of a failure: one of the two is wrong.
        if answer.json.flag("success") == true { return answer.unrecognised }
        return ofStatus ?? ofBreakdown ?? ofName ?? ofMoney ?? ofAccess ?? ofOne ?? ofTime
            ?? ofState ?? ofOffer ?? ofRest
    }

    private var ofStatus: ProviderError? {
        switch status {
        case 300..<400: answer.reader.blocked(answer.reply)
        case 451: .blocked(status: status)
        case 425: .tooEarly(retryAfter: wait)
        // The web framework's message for an unknown address: the base URL is wrong, or this server
        // lacks the call. It does not follow that a line is gone.
        case 404 where words.mentions(anyOf: ["page not found", "cannot ", "route not found"]):
            .blocked(status: status)
        default: nil
        }
    }

    /// A 5xx says nothing about what was done before it, with one exception: an unavailable number
    /// has no status of its own, only the words of one.
    private var ofBreakdown: ProviderError? {
        let saysInternal = words.mentions(anyOf: ["internal_error", "internal error"])
        guard status >= 500 || status == 408 || saysInternal else { return nil }
        if saysSoldOut, answer.call.needsStock { return .outOfStock(sentence) }
        return .providerFailed(
            said.isEmpty ? answer.reader.breakdown(answer.reply) : sentence)
    }

    /// A refusal because the idempotency name was used before: that earlier call may have been
    /// carried out, or may still be.
    private var ofName: ProviderError? {
        let speaksOfName = words.mentions(anyOf: [
            "idempotency", "idempotent", "in progress", "duplicate request",
        ])
        return answer.call.isPayment && speaksOfName ? .providerFailed(sentence) : nil
    }

    private var ofMoney: ProviderError? {
        let speaksOfMoney = words.mentions(anyOf: [
            "insufficient_balance", "insufficient balance", "insufficient funds",
        ])
        guard status == 402 || speaksOfMoney else { return nil }
        // Nobody pays for a query.
        if !speaksOfMoney, !answer.call.isPayment { return .blocked(status: status) }
        let figures = answer.json["details"] ?? answer.json["data"] ?? answer.json
        return .insufficientBalance(
            price: figures.money("required", "price") ?? words.amount(after: "required"),
            balance: figures.money("current", "balance", "available")
                ?? words.amount(after: "current") ?? words.amount(after: "balance:"))
    }

    private var ofAccess: ProviderError? {
        let speaksOfKey = words.mentions(anyOf: ["api key", "api_key", "unauthorized"])
        switch status {
        case 401, 403:
            if answer.call.id != nil, saysNotOurs { return .notFound }
            // A network in front of the provider sends plain words of its own.
            return isObject || speaksOfKey ? .wrongKey : .blocked(status: status)
        case _ where words.mentions(anyOf: ["invalid api key", "missing api key"]):
            return .wrongKey
        case _ where words.mentions(anyOf: ["rate limit", "too many requests"]):
            return .rateLimited(retryAfter: wait)
        default: return nil
        }
    }

    private var saysNotOurs: Bool {
        !words.mentions(anyOf: ["key", "permission"])
            && words.mentions(anyOf: ["not own", "belong", "not your", "another user"])
    }

    /// Only certain cases, because a line reported as unknown is presumed gone.
    private var ofOne: ProviderError? {
        guard answer.call.id != nil else { return nil }
        let isNamed = words.mentions(anyOf: [
            "order not found", "rental not found", "webhook not found", "order_not_found",
            "rental_not_found",
        ])
        return (status == 404 && isOwn) || isNamed ? .notFound : nil
    }

    private var ofTime: ProviderError? {
        switch answer.call {
        case .cancel, .swap, .giveBack:
            words.mentions(anyOf: ["too early", "please wait", "cannot cancel within"])
                ? .tooEarly(retryAfter: wait) : nil
        default: nil
        }
    }

    /// Refusals because of the state of a line.
    private var ofState: ProviderError? {
        guard isOwn, [200, 400, 403, 409, 410, 422].contains(status) else { return nil }
        switch answer.call {
        case .cancel:
            // Every cancel here comes with a refund.
            if words.mentions(anyOf: [
                "status: cancelled", "status: refunded", "already cancelled", "already refunded",
            ]) {
                return .alreadyRefunded
            }
            return .notCancellable(sentence)
        case .swap where !saysSoldOut, .retry: return .notResendable(sentence)
        case .giveBack:
            let isBack = words.mentions(anyOf: [
                "already cancelled", "already refunded", "status: cancelled", "status: refunded",
            ])
            return isBack ? .alreadyRefunded : .refundClosed
        case .extend where !speaksOfDuration: return .notExtended(sentence)
        default: return nil
        }
    }

    private var saysSoldOut: Bool {
        words.mentions(anyOf: [
            "out of stock", "out_of_stock", "no numbers", "no_numbers", "no number available",
        ])
    }

    private var speaksOfDuration: Bool { words.mentions("duration") }

    private var ofOffer: ProviderError? {
        if answer.call.needsStock, saysSoldOut { return .outOfStock(sentence) }
        if speaksOfDuration {
            switch answer.call {
            case .rent, .rentNetwork, .extend, .rentalPrice: return .wrongDays(available: days)
            default: return nil
            }
        }
        let isUnknown = words.mentions(anyOf: [
            "invalid", "unknown", "not found", "unsupported", "not supported", "not available",
        ])
        guard isUnknown, answer.call.id == nil else { return nil }
        switch answer.call {
        case .price, .rentalPrice: return .noPrice
        case .rent, .rentNetwork:
            return words.mentions("service") ? .unknownService : .unknownOffer
        default:
            if words.mentions("service") { return .unknownService }
            return words.mentions("country") ? .unknownCountry : nil
        }
    }

    /// The available days, if the sentence names hours.
    private var days: [Int] {
        for phrase in ["one of", "allowed", "must be"] {
            let hours = words.integers(after: phrase).filter { $0 > 0 && $0 % 24 == 0 }
            if !hours.isEmpty { return hours.map { $0 / 24 }.sorted() }
        }
        return []
    }

    private var ofRest: ProviderError {
        // A paid call with this answer may have been carried out.
        if answer.call.id == nil, !answer.call.isPayment, answer.reply.isFromNoAPI {
            return .blocked(status: status)
        }
        guard isOwn else { return answer.unrecognised }
        return .badRequest([said.isEmpty ? answer.reader.reason(answer.reply) : sentence])
    }
}
