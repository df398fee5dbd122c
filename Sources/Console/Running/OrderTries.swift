import Control
import Lines

/// Orders one offer after the other until one is bought, or until a code has come.
///
/// The tries are made here and not in the manager: when the console is left they end, and nothing
/// is bought unseen. The number bought last stays, and is kept like any other.
struct OrderTries: Sendable {
    /// The longest wait for a code, in seconds.
    static let longestPatience = 3600

    let session: Session
    let order: OrderActivation
    /// The first offer, with those that follow.
    let quote: QuoteRecord
    /// The maximum price the person gave.
    let limit: Price?
    let count: Int
    /// How long to wait for a code before the number is given back; nil to keep it.
    let patience: Span?
    let format: ListingFormat

    private var choices: [ChoiceRecord] {
        let first = ChoiceRecord(
            account: quote.account, pool: quote.pool, what: quote.what, price: quote.price,
            currency: quote.currency)
        return [first] + (quote.others ?? [])
    }

    /// What the person agrees to besides the first purchase.
    var terms: [(label: String, text: String?)] {
        var terms = (quote.others ?? []).map { (label: "or else", text: Optional(shown($0))) }
        if count > 1 {
            let most =
                limit.map { "each at most \($0.decimal)" } ?? "each at most at its price here"
            terms.append(("tries", "up to \(count), one number at a time, \(most)"))
        }
        if let patience {
            let span = RelativeTime.length(seconds: Int64(patience.seconds))
            terms.append(
                ("without code", "cancelled after \(span)\(count > 1 ? ", then the next try" : "")")
            )
        }
        return terms
    }

    private func shown(_ choice: ChoiceRecord) -> String {
        "\(choice.what), from \(choice.account)"
            + (choice.price.map { ", \($0) \(choice.currency)" } ?? "")
    }

    func run() async throws {
        var queue = TryQueue(choices, tries: count)
        var choice = queue.first()
        while let present = choice {
            if queue.count > 1 {
                await session.terminal.remark("Try \(queue.count): \(shown(present)).")
            }
            let outcome: OutcomeRecord
            do throws(ControlFailure) {
                outcome = try await bought(present)
            } catch {
                guard error.kind == .unavailable,
                    let next = queue.next(after: present, .unavailable)
                else { throw error }
                await session.terminal.remark("\(session.clock.spoken(error.message))")
                choice = next
                continue
            }
            guard let patience, outcome.state == "done", outcome.excess == nil,
                let line = outcome.line
            else {
                return try await OutcomeReport(session: session)
                    .tellPurchase(outcome, as: format)
            }
            if let code = try await code(on: line, within: patience) {
                return try await tell(code, on: line)
            }
            await session.terminal.remark("No code on \(line.spokenName); the money is back.")
            choice = queue.next(after: present, .noCode)
        }
        throw ControlFailure(
            .failed, "No code came. \(counted(queue.count, "number")) cancelled and refunded.")
    }

    /// A refusal of the offer is thrown, whether it came before the purchase or from the provider.
    private func bought(_ choice: ChoiceRecord) async throws(ControlFailure) -> OutcomeRecord {
        var order = order
        order.account = choice.account
        order.pool = choice.pool
        order.maxPrice = limit?.decimal ?? choice.price
        let outcome = try await session.ask(order)
        if outcome.state == "failed", outcome.anotherMayDo == true {
            throw ControlFailure(.unavailable, outcome.message)
        }
        return outcome
    }

    /// The code that came in time or while the number was being given back; nil once the money is
    /// back.
    private func code(
        on line: LineRecord, within patience: Span
    ) async throws -> CodeRecord? {
        await session.terminal.remark(
            "\(line.spokenName) is line \(line.id). Waiting for its code.")
        do {
            return try await GivingBack(session: session, line: line.id)
                .code(within: patience.seconds)
        } catch {
            if Task.isCancelled {
                await session.terminal.remark(
                    "Nothing more is bought. Line \(line.id) is kept; `cancel \(line.id)` gives it "
                        + "back.")
            }
            throw error
        }
    }

    private func tell(_ code: CodeRecord, on line: LineRecord) async throws {
        guard format == .table else {
            return try await session.list([code], columns: CodeRecord.columns, as: format)
        }
        var card = Card(isStyled: false)
        card.fields([
            ("number", line.number ?? "not assigned yet"),
            ("line", String(line.id)),
            ("price", line.price.map { "\($0) \(line.currency ?? "")" }),
            ("code", code.code),
        ])
        try await session.terminal.write(card.text)
        for remark in code.remarks { await session.terminal.remark(remark) }
    }
}
