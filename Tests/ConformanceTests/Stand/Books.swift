import Lines
import ProviderEmulator

/// The provider's own books, with which the account's answers are compared.
struct Books: Sendable, Equatable {
    struct Line: Sendable, Equatable {
        var id: String
        var number: String
        var state: String
        var price: Money
        var purchasedAt: Instant
        var expiresAt: Instant
        var messages: [Message]
    }

    struct Message: Sendable, Equatable {
        var sentAt: Instant
        var sender: String
        var text: String
        var isDelivered: Bool
    }

    struct Entry: Sendable, Equatable {
        var kind: String
        var line: String
        var amount: Money
    }

    /// Oldest first.
    var lines: [Line]
    /// Charges and refunds, oldest first, without the deposits of the tests.
    var ledger: [Entry]

    init(lines: JSON, ledger: JSON) throws {
        self.lines = try lines.elements.map { line in
            Line(
                id: try line.string("id"), number: try line.string("number"),
                state: try line.string("state"), price: try line.money("price"),
                purchasedAt: try line.instant("purchased_at"),
                expiresAt: try line.instant("expires_at"),
                messages: try line["messages"]?.elements.map(Message.init) ?? [])
        }
        self.ledger = try ledger.elements.filter { $0["kind"] != "adjustment" }.map { entry in
            Entry(
                kind: try entry.string("kind"), line: try entry.string("line"),
                amount: try entry.money("amount"))
        }
    }

    /// The balance, given the opening balance.
    func balance(from opening: Money) -> Money {
        ledger.reduce(opening) { $1.kind == "charge" ? $0 - $1.amount : $0 + $1.amount }
    }

    func entries(of line: String) -> [Entry] { ledger.filter { $0.line == line } }
}

extension Books.Message {
    fileprivate init(_ json: JSON) throws {
        self.init(
            sentAt: try json.instant("sent_at"), sender: try json.string("sender"),
            text: try json.string("text"), isDelivered: json["delivered"] == true)
    }
}
