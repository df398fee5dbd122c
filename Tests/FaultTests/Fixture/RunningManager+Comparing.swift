import Keeping
import Lines
import Storage
import TestSupport

/// Compares the manager's lines and ledger with the provider's own books.
extension RunningManager {
    /// The differences; empty if they agree to the cent and to the message.
    func differences(from side: EmulatedSide) async throws -> [String] {
        let books = try await side.controls.books()
        let ours = await lines(of: side.name)
        let messages = try store.messages(store.filter())
        let ledger = try store.ledger(since: nil, limit: 10_000)
        var found: [String] = []
        for theirs in books.lines {
            let matches = ours.filter { $0.providerID == theirs.id || isContinued($0, theirs) }
            guard let line = matches.first, matches.count == 1 else {
                found.append("\(theirs.id) is known as \(matches.map(\.id))")
                continue
            }
            guard line.providerID == theirs.id else { continue }
            if !Self.agrees(line.state, theirs) {
                found.append("\(line.id) is \(line.state.rawValue), there \(theirs.state)")
            }
            if line.inDoubt { found.append("\(line.id) is in doubt") }
            let texts = messages.filter { $0.line == line.id }.map(\.text)
            let sent = books.lines.filter { $0.id == theirs.id || isContinued(line, $0) }
                .flatMap(\.texts)
            if texts.sorted() != sent.sorted() {
                found.append("\(line.id) has \(texts), there \(sent)")
            }
            guard !line.isAdopted else { continue }
            let spent = ledger.filter { $0.line == line.id }
                .reduce(Money.zero) { $1.kind == .charge ? $0 + $1.amount : $0 - $1.amount }
            let cost = books.lines.filter { $0.id == theirs.id || isContinued(line, $0) }
                .reduce(Money.zero) { $0 + books.cost(of: $1.id) }
            if spent != cost { found.append("\(line.id) cost \(spent), there \(cost)") }
        }
        let unknown = ours.filter { line in !books.lines.contains { $0.id == line.providerID } }
        return found + unknown.map { "\($0.id) is not there" }
    }

    /// Whether a line once had this provider id, and a resend continued under another.
    private func isContinued(_ line: Line, _ theirs: ProviderBooks.Line) -> Bool {
        guard line.providerID != theirs.id, line.episode > 0 else { return false }
        return line.number.map { $0.hasSuffix(theirs.number) } ?? false
    }

    private static func agrees(_ ours: LineState, _ theirs: ProviderBooks.Line) -> Bool {
        switch theirs.state {
        case "active": ours == .active
        case "waiting": ours == .waiting
        case "received", "finished": ours == .received || ours == .finished
        case "refunded": ours == .refunded
        case "expired": ours == .expired
        default: false
        }
    }
}
