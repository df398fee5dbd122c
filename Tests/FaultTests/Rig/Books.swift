import Lines
import ProviderEmulator
import Testing

/// The provider's own books: its lines with their messages, and its ledger.
struct Books: Sendable, Equatable {
    struct Line: Sendable, Equatable {
        var id: String
        var number: String
        var kind: String
        var state: String
        var price: Money
        /// Texts of the received messages, oldest first.
        var messages: [String]
    }

    struct Entry: Sendable, Equatable {
        var kind: String
        var line: String
        var amount: Money
    }

    var lines: [Line]
    var ledger: [Entry]

    init(lines: JSON, ledger: JSON) throws {
        self.lines = try lines.elements.map { line in
            Line(
                id: try line.string("id"), number: try line.string("number"),
                kind: try line.string("kind"), state: try line.string("state"),
                price: try Self.money(line, "price"),
                messages: try (line["messages"]?.elements ?? [])
                    .filter { $0["delivered"] == true }.map { try $0.string("text") })
        }
        self.ledger = try ledger.elements.filter { $0["kind"] != "adjustment" }.map { entry in
            Entry(
                kind: try entry.string("kind"), line: try entry.string("line"),
                amount: try Self.money(entry, "amount"))
        }
    }

    private static func money(_ json: JSON, _ name: String) throws -> Money {
        let text = try json.string(name)
        return try #require(Money(decimal: text), "\(text) is no amount")
    }

    /// The charges for a line minus its refunds.
    func cost(of id: String) -> Money {
        ledger.filter { $0.line == id }
            .reduce(.zero) { $1.kind == "charge" ? $0 + $1.amount : $0 - $1.amount }
    }

    func charges(for id: String) -> Int { ledger.count { $0.line == id && $0.kind == "charge" } }

    func refunds(for id: String) -> Int { ledger.count { $0.line == id && $0.kind == "refund" } }
}
