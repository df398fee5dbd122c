import Control
import Lines

/// Asks before money is spent.
///
/// Shows the price and the remaining limit, and goes ahead only with a yes: from the person at the
/// terminal, or from `--yes` on the command line if there is none.
struct Consent: Sendable {
    let session: Session
    /// Whether `--yes` stands for a yes to what has not been shown.
    private let isGiven: Bool

    /// - Parameter isGiven: `--yes`. In a chat there is always somebody to ask, so it is not enough there.
    init(session: Session, isGiven: Bool) {
        self.session = session
        self.isGiven = isGiven && session.permission == nil
    }

    /// If there is nobody to ask, the command line is wrong, which is found before any request to a
    /// provider.
    func mustBePossible() throws {
        guard !isGiven, !session.terminal.canAnswer else { return }
        throw ControlFailure(
            .usage, "This needs confirmation and there is no terminal to ask on. Add --yes.")
    }

    /// The same for a purchase. What stands in its way whatever a person answers is said first:
    /// `--yes` would not help.
    func mustBePossible(for purchase: CheckPurchase) async throws {
        guard !isGiven, !session.terminal.canAnswer else { return }
        _ = try await session.ask(purchase)
        try mustBePossible()
    }

    /// Shows a quote and asks whether to buy.
    ///
    /// - Parameters:
    ///   - limit: The maximum price the person gave.
    ///   - more: What else the person agrees to.
    /// - Returns: The price agreed to, as a decimal; nil if the provider does not say beforehand.
    func toBuy(
        _ quote: QuoteRecord, limit: Price? = nil, more: [(label: String, text: String?)] = []
    ) async throws -> String? {
        if let refusal = quote.refusal { throw ControlFailure(.failed, refusal) }
        let price = quote.price.flatMap { try? Price.read($0) }
        if let limit, let price, price.money.tenThousandths > limit.money.tenThousandths {
            throw ControlFailure(
                .failed,
                "Nothing was bought: \(quote.what) costs \(price.decimal) \(quote.currency), above the "
                    + "maximum price of \(limit.decimal).")
        }
        await session.terminal.remark(text(of: quote, more))
        try await toGoAhead("Buy it?", otherwise: "Nothing was bought.")
        return limit?.decimal ?? quote.price
    }

    /// Shows the price of a standing order and asks whether it is wanted.
    func toStand(_ quote: QuoteRecord) async throws {
        if let refusal = quote.refusal { throw ControlFailure(.failed, refusal) }
        await session.terminal.remark(text(of: quote, []))
        try await toGoAhead("Turn it on?", otherwise: "Nothing was changed.")
    }

    /// Asks one question; any answer but yes ends the command.
    func toGoAhead(_ question: SafeText, otherwise: String) async throws {
        if isGiven { return }
        try mustBePossible()
        let answer = try await session.terminal.answer(to: "\(question) [y/N] ")
        guard let answer, ["y", "yes"].contains(answer.trimmed.lowercased()) else {
            throw ControlFailure(.failed, otherwise)
        }
    }

    private func text(
        of quote: QuoteRecord, _ more: [(label: String, text: String?)]
    ) -> SafeText {
        let price = quote.price.map { "\($0) \(quote.currency)" }
        var card = Card(isStyled: false, width: session.terminal.width)
        card.line("\(quote.what), from \(quote.account)")
        card.fields(
            [
                ("  price", price ?? "not quoted"),
                ("  balance", quote.balance.map { "\($0) \(quote.currency)" }),
                ("  spending left", quote.spendable.map { "\($0) \(quote.currency)" }),
                ("  note", quote.note),
            ] + more.map { ("  \($0.label)", $0.text) })
        return card.text
    }
}

extension StringProtocol {
    /// Without blanks at its ends.
    package var trimmed: Substring {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
