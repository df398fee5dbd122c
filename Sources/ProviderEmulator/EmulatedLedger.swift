package import Lines

/// The money of an emulated account: append-only, so that a test can prove to the cent what was
/// paid and refunded.
package struct EmulatedLedger: Sendable {
    package enum Kind: String, Sendable {
        case charge, refund
        /// The balance was set by the emulator's own controls.
        case adjustment
    }

    package struct Entry: Sendable, Equatable {
        package var at: Instant
        package var kind: Kind
        /// The subject of the payment or refund, for a person.
        package var what: String
        /// The rental code or order id; nil for an adjustment.
        package var line: String?
        /// Always positive, except for an adjustment downwards.
        package var amount: Money
        /// The resulting balance.
        package var balance: Money
    }

    /// The percentage charged above the quoted price: some providers do not keep to their prices.
    package var markup = 0
    package private(set) var balance: Money
    package private(set) var entries: [Entry] = []

    package init(opening balance: Money) {
        self.balance = balance
    }

    package func covers(_ price: Money) -> Bool { !price.isMore(than: balance) }

    package mutating func charge(_ amount: Money, for what: String, line: String, at: Instant) {
        precondition(covers(amount), "a charge was made that the balance does not cover")
        let extra = amount.tenThousandths * Int64(markup) / 100
        let taken = min(amount.tenThousandths + extra, balance.tenThousandths)
        let dearer = Money(tenThousandths: taken, currency: amount.currency)
        append(.charge, what, line, dearer, after: balance - dearer, at: at)
    }

    package mutating func refund(_ amount: Money, for what: String, line: String, at: Instant) {
        append(.refund, what, line, amount, after: balance + amount, at: at)
    }

    package mutating func set(_ balance: Money, at: Instant) {
        append(.adjustment, "balance set", nil, balance - self.balance, after: balance, at: at)
    }

    private mutating func append(
        _ kind: Kind, _ what: String, _ line: String?, _ amount: Money, after: Money, at: Instant
    ) {
        guard amount.tenThousandths != 0 else { return }
        balance = after
        entries.append(
            Entry(at: at, kind: kind, what: what, line: line, amount: amount, balance: after))
    }
}

extension EmulatedLedger.Entry {
    package func json(provider: String) -> JSON {
        [
            "at": .string(at.rfc3339), "provider": .string(provider),
            "kind": .string(kind.rawValue), "what": .string(what),
            "line": line.map(JSON.string) ?? nil, "amount": .string(amount.decimal),
            "balance": .string(balance.decimal), "currency": .string(amount.currency),
        ]
    }
}
