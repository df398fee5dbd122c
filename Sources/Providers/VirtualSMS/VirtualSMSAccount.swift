package import Lines

/// Whose account it is, and what it did so far.
package struct VirtualSMSProfile: Equatable, Sendable {
    package var email: String?
    package var id: String?
    package var balance: Money?
    package var spent: Money?
    package var credited: Money?
    package var orders: Int?
    package var activeKeys: Int?
    package var createdAt: Instant?

    package init() {}
}

/// One movement of the account's money, as the provider's books have it.
package struct VirtualSMSTransaction: Equatable, Sendable {
    /// What the list can be searched for.
    package enum Kind: String, CaseIterable, Sendable {
        case deposit, purchase, refund
        case adminCredit = "admin_credit"
    }

    package var id: String
    /// Signed as the provider writes it; negative, as far as was seen, for what was paid.
    package var amount: Money
    /// The provider's word, which may be one that the document does not have.
    package var kindWord: String
    package var what: String?
    package var order: String?
    package var before: Money?
    package var after: Money?
    package var createdAt: Instant?

    package var kind: Kind? { Kind(rawValue: kindWord.lowercased()) }

    package init(id: String, amount: Money, kindWord: String) {
        self.id = id
        self.amount = amount
        self.kindWord = kindWord
    }

    init?(_ entry: JSONValue, zone: AccountZone) {
        guard let id = entry.text("id"), let amount = entry.money("amount") else { return nil }
        self.init(id: id, amount: amount, kindWord: entry.text("type") ?? "")
        what = entry.text("description")
        order = entry.text("order_id")
        before = entry.money("balance_before")
        after = entry.money("balance_after")
        createdAt = entry.instant("created_at", zone: zone)
    }
}

/// One page of a list of VirtualSMS.
package struct VirtualSMSPage<Entry: Sendable>: Sendable {
    package var entries: [Entry]
    /// What the provider calls the count: of this page or of all, which it does not say.
    package var count: Int?
    package var limit: Int
    package var offset: Int

    package init(entries: [Entry], count: Int?, limit: Int, offset: Int) {
        self.entries = entries
        self.count = count
        self.limit = limit
        self.offset = offset
    }
}

extension VirtualSMSPage: Equatable where Entry: Equatable {}

extension VirtualSMSAnswer {
    /// Puts entries into the page this answer says it is.
    func page<Entry>(_ entries: [Entry], limit: Int, offset: Int) -> VirtualSMSPage<Entry> {
        VirtualSMSPage(
            entries: entries, count: json.count("count", "total"),
            limit: json.count("limit") ?? limit, offset: json.count("offset") ?? offset)
    }
}
