package import Lines

/// The owner of the account and its statistics.
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

/// One transaction in the provider's books.
package struct VirtualSMSTransaction: Equatable, Sendable {
    /// The kinds by which the list can be filtered.
    package enum Kind: String, CaseIterable, Sendable {
        case deposit, purchase, refund
        case adminCredit = "admin_credit"
    }

    package var id: String
    /// Signed as the provider sends it; negative for payments in all answers seen.
    package var amount: Money
    /// The provider's word, possibly one that is not in the document.
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

    init?(_ entry: JSONValue, zone: LocalZone) {
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
    /// The provider's count, which may be of this page or of all: it does not say.
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
    /// Builds the page that this answer describes.
    func page<Entry>(_ entries: [Entry], limit: Int, offset: Int) -> VirtualSMSPage<Entry> {
        VirtualSMSPage(
            entries: entries, count: json.count("count", "total"),
            limit: json.count("limit") ?? limit, offset: json.count("offset") ?? offset)
    }
}
