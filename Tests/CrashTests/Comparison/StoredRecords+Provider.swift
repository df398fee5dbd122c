import Lines
import TestSupport

/// Checks the lines, messages and money that are in the provider's books too.
extension StoredRecords {
    /// The lines with their orders at the provider: a further code is another order there, and the
    /// same line here.
    private func held(_ books: ProviderBooks) -> [(line: Line?, theirs: [ProviderBooks.Line])] {
        let known = Dictionary(grouping: books.lines) { linesByProviderID[$0.id] }
        let records = lines.map { line in (line: Optional(line), theirs: known[line.id] ?? []) }
        return records + (known[nil] ?? []).map { (line: nil, theirs: [$0]) }
    }

    func lines(_ books: ProviderBooks) -> [String] {
        held(books).flatMap { line, theirs -> [String] in
            guard let line else {
                return ["\(theirs[0].kind) \(theirs[0].id) is not a line here"]
            }
            guard let current = theirs.first(where: { $0.id == line.providerID }) else {
                return ["line \(line.id) is nothing the provider has sold"]
            }
            var wrong: [String] = []
            func compare(_ what: String, _ here: String?, _ there: String) {
                guard here != there else { return }
                wrong.append(
                    "line \(line.id) (\(current.id)): \(what) is \(here ?? "missing"), "
                        + "the provider has \(there)")
            }
            compare("number", line.number?.replacing("+", with: ""), current.number)
            compare("kind", line.kind, current.kind)
            if !Self.agree(line, current.state) {
                compare("state", line.state, current.state)
            }
            if line.kind == "rental", !Self.isNear(line.expiresAt, current.expiresAt) {
                compare(
                    "expiry", line.expiresAt.map(String.init), "\(current.expiresAt.milliseconds)")
            }
            // Everything was bought here, so nothing may count as bought elsewhere.
            if line.isAdopted { wrong.append("line \(line.id) counts as adopted") }
            if line.kind == "rental", line.refundUntil == nil, line.refundRefusal == nil {
                wrong.append("line \(line.id) does not know until when it can be refunded")
            }
            return wrong
        }
    }

    private static func agree(_ line: Line, _ there: String) -> Bool {
        let here = line.state
        return switch there {
        // If a further code was requested and did not arrive, the order that brought the first one
        // remains.
        case "finished" where line.episode > 0: ["received", "finished", "expired"].contains(here)
        case "finished", "received": ["received", "finished"].contains(here)
        // A free order is reported as refunded when its time has run out.
        case "expired": ["expired", "refunded"].contains(here)
        default: here == there
        }
    }

    private static func isNear(_ here: Int64?, _ there: Instant) -> Bool {
        guard let here else { return false }
        return abs(here - there.milliseconds) <= 1000
    }

    /// Every message delivered to a line is stored exactly as often, and no other message is.
    func messages(_ books: ProviderBooks) -> [String] {
        held(books).flatMap { line, theirs -> [String] in
            guard let line else { return [] }
            let there = theirs.flatMap(\.texts).counts
            let here = messages.filter { $0.line == line.id }.map(\.text).counts
            return mismatches(here, there) {
                "line \(line.id): the message \"\($0)\" is here \($1) times, delivered \($2) times"
            }
        }
    }

    /// Every charge and refund, line by line.
    func money(_ books: ProviderBooks) -> [String] {
        func entry(_ line: Int64?, _ kind: String, _ amount: Int64) -> String {
            "line \(line.map(String.init) ?? "unknown"): \(kind) of \(Double(amount) / 10_000)"
        }
        let here = ledger.map { entry($0.line, $0.kind, $0.amount) }.counts
        let there = books.ledger.map { theirs in
            entry(linesByProviderID[theirs.line], theirs.kind, theirs.amount.tenThousandths)
        }.counts
        return mismatches(here, there) {
            "\($0) is here \($1) times, in the provider's ledger \($2) times"
        }
    }
}
