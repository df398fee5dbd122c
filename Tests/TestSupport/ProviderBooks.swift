package import Lines
package import ProviderEmulator

/// The provider's own books, with which everything the account or the manager says is compared.
package struct ProviderBooks: Sendable, Equatable {
    package struct Line: Sendable, Equatable {
        package var kind: String
        package var id: String
        package var number: String
        package var state: String
        package var price: Money
        package var purchasedAt: Instant
        package var expiresAt: Instant
        /// Everything that was sent to it, oldest first.
        package var messages: [Message]

        /// Texts of what arrived, oldest first.
        package var texts: [String] { messages.filter(\.isDelivered).map(\.text) }
    }

    package struct Message: Sendable, Equatable {
        package var sentAt: Instant
        package var sender: String
        package var text: String
        package var isDelivered: Bool
    }

    package struct Entry: Sendable, Equatable {
        package var kind: String
        package var line: String
        package var amount: Money
    }

    /// Oldest first.
    package var lines: [Line]
    /// Charges and refunds, oldest first; not what the tests themselves paid in.
    package var ledger: [Entry]

    package init(lines: JSON, ledger: JSON) throws {
        self.lines = try lines.elements.map(Line.init)
        self.ledger = try ledger.elements.filter { $0["kind"] != "adjustment" }.map(Entry.init)
    }

    /// The balance that follows from an opening one.
    package func balance(from opening: Money) -> Money {
        ledger.reduce(opening) { $1.kind == "charge" ? $0 - $1.amount : $0 + $1.amount }
    }

    package func entries(of line: String) -> [Entry] { ledger.filter { $0.line == line } }

    /// What was paid for a line and not given back.
    package func cost(of line: String) -> Money {
        entries(of: line).reduce(.zero) { $1.kind == "charge" ? $0 + $1.amount : $0 - $1.amount }
    }

    package func charges(for line: String) -> Int {
        entries(of: line).count { $0.kind == "charge" }
    }

    package func refunds(for line: String) -> Int {
        entries(of: line).count { $0.kind == "refund" }
    }
}

extension ProviderBooks.Line {
    package init(_ json: JSON) throws {
        self.init(
            kind: try json.string("kind"), id: try json.string("id"),
            number: try json.string("number"), state: try json.string("state"),
            price: try json.money("price"), purchasedAt: try json.instant("purchased_at"),
            expiresAt: try json.instant("expires_at"),
            messages: try json["messages"]?.elements.map(ProviderBooks.Message.init) ?? [])
    }
}

extension ProviderBooks.Message {
    fileprivate init(_ json: JSON) throws {
        self.init(
            sentAt: try json.instant("sent_at"), sender: try json.string("sender"),
            text: try json.string("text"), isDelivered: json["delivered"] == true)
    }
}

extension ProviderBooks.Entry {
    fileprivate init(_ json: JSON) throws {
        self.init(
            kind: try json.string("kind"), line: try json.string("line"),
            amount: try json.money("amount"))
    }
}
