import Transport

// The meaning of a refusal that concerns one order or rental.
extension SMSPoolRefusal {
    var ofLine: ProviderError? {
        guard answer.call.namesLine else { return nil }
        if words.mentions(anyOf: Self.unknownLine) || (isBare && answer.reply.status == 404) {
            return .notFound
        }
        return switch answer.call {
        case .cancel: ofCancel
        case .refund: ofRefund
        case .extend, .autoExtend:
            words.mentions(anyOf: ["not been charged", "be extended", "not extendable"])
                ? .notExtended(sentence) : nil
        case .resend, .checkResend:
            words.mentions(anyOf: [
                "be requested again", "be resent", "only re-send", "available for re-send",
            ])
                ? .notResendable(sentence) : nil
        default: nil
        }
    }

    private static let unknownLine = [
        "find this order", "find this rental", "no order was found", "no rental was found",
        "order could not be found", "rental could not be found", "order was not found",
        "rental was not found", "order not found", "rental not found",
    ]

    /// The document's refusal of a cancel has no words. Being too early is the only cause that goes
    /// away by itself, so it is assumed; the retries stop when the order is over.
    private var ofCancel: ProviderError? {
        if isBare, answer.reply.status < 500 { return .tooEarly(retryAfter: nil) }
        if words.mentions("cancelled yet") { return .tooEarly(retryAfter: words.duration) }
        if saysRefunded { return .alreadyRefunded }
        return words.mentions(anyOf: ["be cancelled", "already"]) ? .notCancellable(sentence) : nil
    }

    private var ofRefund: ProviderError? {
        if saysRefunded { return .alreadyRefunded }
        return words.mentions(anyOf: ["cannot refund", "be refunded", "not refundable"])
            ? .refundClosed : nil
    }

    private var saysRefunded: Bool { words.mentions("already") && words.mentions("refunded") }
}
