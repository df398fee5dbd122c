import Control

/// Returns a line: the common part of `refund` and `cancel`.
struct ReturnLine: Sendable {
    /// `refund` or `cancel`.
    var kind: String
    var line: String
    var isAgreed: Bool
    var format: ListingFormat

    func run(in session: Session) async throws {
        let consent = Consent(session: session, isGiven: isAgreed)
        try consent.mustBePossible()
        let record = try await session.ask(ShowLine(line: line)).line
        _ = try await session.ask(CheckAction(kind: kind, line: String(record.id)))
        await session.terminal.remark(consequence(for: record))
        try await consent.toGoAhead("Return it?", otherwise: "The line is kept.")
        // By id, because a label or an ending may mean another line by now.
        let order = ActOnLine(kind: kind, line: String(record.id))
        try await OutcomeReport(session: session).tell(
            try await session.ask(order), as: format)
    }

    private func consequence(for record: LineRecord) -> SafeText {
        let number: SafeText = "\(record.spokenName) will be lost."
        if kind == "refund", let refusal = record.refundRefusal {
            return "\(number) No refund expected. \(refusal)"
        }
        guard let price = record.price else { return number }
        let amount = record.currency.map { "\(price) \($0)" } ?? price
        if kind == "cancel", record.messageCount > 0 {
            return "\(number) It has received a message, so \(amount) may not be refunded."
        }
        return "\(number) Expected refund to \(record.account): \(amount)."
    }
}
