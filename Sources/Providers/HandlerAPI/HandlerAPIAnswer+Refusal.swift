import Lines
import Transport

/// The meaning of a word in the answer to a certain call.
extension HandlerAPIAnswer {
    /// Whether the answer is an empty list.
    var isEmpty: Bool {
        word.map { HandlerAPIErrorCode.empty[action]?.contains($0) == true } ?? false
    }

    /// The refusal in the answer; nil if the call succeeded or interprets the word itself.
    var refusal: ProviderError? {
        guard let word else { return nil }
        if isEmpty || HandlerAPIErrorCode.isAnswer(word) { return nil }
        // The status of an ended rental is an answer.
        if action == .rentStatus, word == "RENT_DIE" { return nil }
        if let known = HandlerAPIErrorCode.all[word] { return meaning(of: known).quoting(sentence) }
        // An unknown state is not a failure: the line exists.
        if action == .status, !word.isEmpty, reply.status < 400 { return nil }
        if reply.status >= 500 { return .providerFailed(reader.breakdown(reply)) }
        if reply.status == 401 { return .wrongKey }
        if reply.isFromNoAPI, !action.isPayment { return .blocked(status: reply.status) }
        return unrecognised
    }

    /// The word and its argument in a form that may be shown.
    private var sentence: String {
        reader.sentence([word ?? "", argument].filter { !$0.isEmpty }.joined(separator: ": "))
    }

    /// The meaning of the word for a person.
    private var explanation: String {
        word.flatMap { HandlerAPIErrorCode.explanations[$0] } ?? sentence
    }

    private func meaning(of known: HandlerAPIErrorCode) -> ProviderError {
        switch known {
        case .wrongKey: .wrongKey
        case .money: .insufficientBalance(price: nil, balance: nil)
        case .stock: .outOfStock("")
        // For several services it is about the country, whatever is in stock there.
        case .notAvailable:
            action == .shared ? .badRequest([Self.notShared]) : .outOfStock("")
        case .service: action.namesLine ? .badRequest([explanation]) : .unknownService
        case .country: .unknownCountry
        case .price: .nothingBelow(maxPrice: price(.string(argument.trimmed)))
        case .noPrice: .noPrice
        case .line: action.namesLine ? .notFound : .badRequest([explanation])
        case .tooEarly: .tooEarly(retryAfter: nil)
        case .state: ofState
        case .refundClosed: operation == .refund ? .refundClosed : ofState
        case .alreadyRefunded: operation == .refund ? .alreadyRefunded : ofState
        case .notExtended: operation == .extend ? .notExtended(explanation) : ofState
        case .notReusable: .notResendable("The number is not sold again.")
        case .days: .wrongDays(available: [])
        case .mostHours: .wrongDays(available: mostDays)
        case .pace: .rateLimited(retryAfter: banEnd ?? pause)
        case .failed: .providerFailed(sentence)
        case .noAction: .notOffered(operation)
        case .request: .badRequest([explanation])
        case .doubt: unrecognised
        }
    }

    private static let notShared = "Numbers of this country are sold for one service only."

    private var ofState: ProviderError {
        switch operation {
        case .cancel: .notCancellable(explanation)
        case .resend: .notResendable(explanation)
        case .refund: .refundClosed
        case .extend: .notExtended(explanation)
        default: .badRequest([explanation])
        }
    }

    private var mostDays: [Int] {
        let hours = (json["info"] ?? json).integer("max", "maxHours") ?? 0
        return hours >= 24 ? [Int(clamping: hours / 24)] : []
    }

    /// The pause requested in the header.
    private var pause: Duration? {
        reply.date.flatMap { reply.retryAfter(now: $0) }
            .flatMap { $0 > .zero ? min($0, Self.longestPause) : nil }
    }

    /// A ban applies only to purchases; other calls must not pause that long.
    private static let longestPause = Duration.minutes(15)

    /// `BANNED:'2022-06-01 17-30-57'`, with dashes in the time.
    private var banEnd: Duration? {
        let text = argument.filter { $0 != "'" && $0 != "\"" }.trimmed
        let halves = text.split(separator: " ")
        guard halves.count == 2, let now = reply.date else { return nil }
        let date = halves[0].split(separator: "-").map { $0.utf8.count == 1 ? "0\($0)" : "\($0)" }
        let clock = halves[1].split { $0 == "-" || $0 == ":" }
            .map { $0.utf8.count == 1 ? "0\($0)" : "\($0)" }
        let written = date.joined(separator: "-") + " " + clock.joined(separator: ":")
        guard let end = Instant(wireTime: written, in: account.timeZone), end > now else {
            return nil
        }
        return min(end - now, Self.longestPause)
    }
}
