import Lines
import Transport

/// A refusal by SMSPool and its meaning.
struct SMSPoolRefusal {
    /// One of an answer's `errors`.
    struct Problem {
        var text: String
        var parameter: String?
    }

    let answer: SMSPoolAnswer
    /// All words at the top level of the answer, in plain text.
    let said: String
    let problems: [Problem]
    let words: SentenceFigures

    /// A refusal, if the answer is one.
    ///
    /// Decided by the answer's own `success` and by the HTTP status, because either may be the one
    /// that shows it. Nested values never count: an answer with a successful order contains the
    /// messages of pools that had nothing.
    init?(_ answer: SMSPoolAnswer) {
        let json = answer.json
        let problems = Self.problems(of: json)
        switch json.flag("success") {
        case true?: guard answer.reply.status >= 400 else { return nil }
        case false?: break
        case nil: guard answer.reply.status >= 400 || !problems.isEmpty else { return nil }
        }
        let message = PlainText(json.text("message", "error") ?? "").sentence
        self.answer = answer
        self.problems = problems
        said = message.isEmpty ? problems.map(\.text).joined(separator: "; ") : message
        words = SentenceFigures(said)
    }

    var meaning: ProviderError {
        // Success with the status of a failure: one of the two is wrong.
        if answer.json.flag("success") == true { return answer.unrecognised }
        return ofType ?? ofKey ?? ofMoney ?? ofOffer ?? ofLine ?? ofAbsence ?? ofRequest
            ?? ofFailure ?? ofRest ?? answer.unrecognised
    }

    /// Its words, in a form that may be shown.
    var sentence: String { answer.reader.sentence(said) }

    /// A refusal without any words.
    var isBare: Bool { said.isEmpty && answer.json.flag("success") == false }

    private static func problems(of json: JSONValue) -> [Problem] {
        (json.entries("errors") ?? []).prefix(20).compactMap { entry in
            let message = entry.value.text ?? entry.value.text("message", "description")
            guard let message else { return nil }
            let text = PlainText(message).sentence
            if let parameter = entry.value.text("param") {
                return Problem(text: "\(text) (\(parameter))", parameter: parameter)
            }
            let named = text.firstRange(of: "param: ").map { text[$0.upperBound...].trimmed }
            return Problem(text: text, parameter: named)
        }
    }
}

// Meanings of a refusal common to all calls.
extension SMSPoolRefusal {
    /// The service is gone or closed to us, whatever the words say. A paid call with this answer
    /// may have been carried out.
    private var ofAbsence: ProviderError? {
        answer.reply.isFromNoAPI && !answer.call.isPayment
            ? .blocked(status: answer.reply.status) : nil
    }

    /// The machine-readable kind, which purchases have today.
    private var ofType: ProviderError? {
        switch answer.json.text("type") {
        case "OUT_OF_STOCK": .outOfStock(sentence)
        case "BALANCE_ERROR": balance
        case "PRICE_NOT_FOUND": nothingBelow
        default: nil
        }
    }

    private var ofKey: ProviderError? {
        let blamed = problems.map(\.parameter)
        let blamesKey = !blamed.isEmpty && blamed.allSatisfy { $0 == "key" }
        if blamesKey || words.mentions("invalid api key") { return .wrongKey }
        return isBare && [401, 403].contains(answer.reply.status) ? .wrongKey : nil
    }

    private var ofMoney: ProviderError? {
        if words.mentions(anyOf: ["insufficient balance", "enough balance"]) { return balance }
        if words.mentions("below the price of") { return nothingBelow }
        return words.mentions("no price was found") ? .noPrice : nil
    }

    /// "the price is: 0.85 while you only have: 0.00", or the amount to top up by, where a zero, as
    /// in the document's sample, says nothing.
    private var balance: ProviderError {
        let missing = words.amount(after: "top up your account with")
        return .insufficientBalance(
            price: words.amount(after: "the price is") ?? (missing == .zero ? nil : missing),
            balance: words.amount(after: "you only have"))
    }

    private var nothingBelow: ProviderError {
        .nothingBelow(maxPrice: words.amount(after: "below the price of"))
    }

    private var ofOffer: ProviderError? {
        if words.mentions("try the following countries") {
            return .notInCountry(suggested: suggestedCountries)
        }
        if words.mentions("not available for this country") { return .notInCountry(suggested: []) }
        // The server says this also of existing services for which the product is not sold.
        if answer.call == .rent, words.mentions("service you entered") { return .notForOneService }
        if words.mentions(anyOf: ["service you entered", "invalid service"]) {
            return .unknownService
        }
        if words.mentions("invalid country") { return .unknownCountry }
        if words.mentions("invalid rental id") { return .unknownOffer }
        if words.mentions("amount of days") {
            return .wrongDays(available: words.integers(after: "available"))
        }
        if words.mentions(anyOf: [
            "out of stock", "find an available phone number", "no available rentals",
        ]) {
            return .outOfStock(sentence)
        }
        return nil
    }

    /// The names after the colon, one per line or separated by commas.
    private var suggestedCountries: [String] {
        let lines = PlainText(answer.json.text("message") ?? "").lines.joined(separator: ",")
        guard let words = lines.firstRange(of: "following countries") else { return [] }
        return lines[words.upperBound...].split { ",;|:".contains($0) }
            .map { answer.reader.sentence($0.trimmed.trimming(suffix: ".")) }
            .filter { $0.contains { $0.isLetter } }
    }

    private var ofRequest: ProviderError? {
        if words.mentions(anyOf: ["too many requests", "rate limit"]) {
            return .rateLimited(retryAfter: words.duration)
        }
        if words.mentions("fill in all params") { return .badRequest([sentence]) }
        guard !problems.isEmpty, answer.reply.status < 500 else { return nil }
        if problems.allSatisfy({ $0.text.lowercased().contains("invalid") }) {
            switch Set(problems.map(\.parameter)) {
            case ["service"]: return .unknownService
            case ["country"]: return .unknownCountry
            default: break
            }
        }
        return .badRequest(problems.map { answer.reader.sentence($0.text) })
    }

    /// Failures without a reason.
    ///
    /// "Something went horribly wrong, try again please!" is sent for unforeseen errors on the
    /// server, and unlike the refusal of an extension it does not say that nothing was charged.
    /// After a purchase it therefore leaves doubt: checking the orders costs nothing, a second
    /// number does.
    private var ofFailure: ProviderError? {
        if answer.reply.status >= 500 {
            return .providerFailed(
                said.isEmpty ? answer.reader.breakdown(answer.reply) : sentence)
        }
        return words.mentions(anyOf: ["something went", "something has gone"])
            ? .providerFailed(sentence) : nil
    }

    /// A refusal in unforeseen words still counts if the answer itself says so; for purchases only
    /// with the status of a refusal, because an unknown number that was paid for is worse than an
    /// extra check.
    private var ofRest: ProviderError? {
        guard answer.json.flag("success") == false, !said.isEmpty else { return nil }
        switch answer.call {
        case .resend, .checkResend: return .notResendable(sentence)
        case .extend: return .notExtended(sentence)
        case .cancel, .refund, .reset, .autoExtend: return .refused(sentence)
        case .order, .rent:
            return (400..<500).contains(answer.reply.status) ? .refused(sentence) : nil
        default: return nil
        }
    }
}
