package import Lines

/// One transaction in the provider's books.
package struct SMS1001Transaction: Equatable, Sendable {
    /// The kinds by which the list can be filtered, according to the document.
    package enum Kind: String, CaseIterable, Sendable {
        case deposit = "DEPOSIT"
        case purchase = "SMS_PURCHASE"
        case rental = "NUMBER_RENTAL"
        case refund = "REFUND"
        case withdrawal = "WITHDRAWAL"
    }

    package enum Status: String, CaseIterable, Sendable {
        case pending = "PENDING"
        case completed = "COMPLETED"
        case failed = "FAILED"
        case cancelled = "CANCELLED"
    }

    package var id: String
    /// Negative for payments.
    package var amount: Money
    /// The provider's word, possibly one that is not in the document.
    package var kindWord: String
    package var statusWord: String
    package var what: String?
    package var reference: String?
    package var createdAt: Instant?

    package var kind: Kind? { Kind(rawValue: kindWord.uppercased()) }
    package var status: Status? { Status(rawValue: statusWord.uppercased()) }

    package init(id: String, amount: Money, kindWord: String, statusWord: String) {
        self.id = id
        self.amount = amount
        self.kindWord = kindWord
        self.statusWord = statusWord
    }

    init?(_ entry: JSONValue, zone: LocalZone) {
        guard let id = entry.text("id"), let amount = entry.money("amount") else { return nil }
        self.init(
            id: id, amount: amount, kindWord: entry.text("type") ?? "",
            statusWord: entry.text("status") ?? "")
        what = entry.text("description")
        reference = entry.text("reference")
        createdAt = entry.instant("createdAt", zone: zone)
    }
}
