import Lines
import Providers
import Storage

/// Lines that nobody answers for: their account is not in the configuration any more, or its name is
/// that of an account with another provider.
///
/// They stay as they were last seen. Nothing is planned for them and nothing can be decided about them,
/// so that nothing is carried out long after it was meant, should the account come back.
struct Orphans {
    /// How many of them a sentence names.
    private static let named = 5

    /// The name under which lines are held, and with whom.
    struct Origin: Hashable {
        let name: String
        let provider: ProviderName

        init(_ line: Line) {
            name = line.account
            provider = line.provider
        }
    }

    private let books: [String: AccountBook]

    init(_ books: [String: AccountBook]) { self.books = books }

    func among(_ lines: [Line]) -> [Line] {
        lines.filter { !(books[$0.account]?.isServed($0) ?? false) }
    }

    /// Why nobody answers for a line.
    func absence(of name: String, _ provider: ProviderName) -> String {
        guard let other = books[name]?.account?.configuration.providerName else {
            return "Account \(name) is not in config.lua"
        }
        return "Account \(name) was with \(provider.title) and is with \(other.title) in config.lua"
    }

    // MARK: At a start

    /// What that means for those that are held, a sentence for each account. What ran out meanwhile needs
    /// nobody any more, but for what is not known of it.
    func notices(of orphans: [Line], at now: Instant) -> [String] {
        let held = orphans.filter { line in
            !line.state.isEnded && (line.inDoubt || line.expiresAt.map { $0 > now } ?? true)
        }
        return Dictionary(grouping: held) { Origin($0) }
            .sorted { $0.value[0].id < $1.value[0].id }
            .map { origin, lines in
                "\(absence(of: origin.name, origin.provider)): \(Self.subject(lines)) held "
                    + "but not watched, extended or given back, and messages are not fetched. Add "
                    + "the account again and restart; if it has another name now, "
                    + "`adopt NEW --from \(origin.name)` moves its lines there."
            }
    }

    private static func subject(_ lines: [Line]) -> String {
        let ids = lines.map { "\($0.id)" }
        guard ids.count > 1 else { return "line \(ids.joined()) is" }
        let more = ids.count > named ? " and \(ids.count - named) more" : ""
        return "lines \(ids.prefix(named).joined(separator: ", "))\(more) are"
    }

    /// What waited to be done with them is ended.
    ///
    /// - Parameter waiting: all that waits, but for forwards.
    func end(_ waiting: [Action], for orphans: [Line], at now: Instant) -> [Change] {
        let lines = Dictionary(uniqueKeysWithValues: orphans.map { ($0.id, $0) })
        return waiting.flatMap { action -> [Change] in
            guard let line = action.line.flatMap({ lines[$0] }) else { return [] }
            return end(action, on: line, at: now)
        }
    }

    private func end(_ waiting: Action, on line: Line, at now: Instant) -> [Change] {
        var action = waiting
        action.state = .failed
        action.endedAt = now
        let isRefused = action.kind.isPurchase && line.state == .ordering
        let isPlanned = action.origin == "plan"
        let remedy =
            isRefused
            ? "Order it anew once the account is back."
            : isPlanned
                ? "It is planned anew once the account is back."
                : "`retry \(action.id)` does it once the account is back."
        action.result = "\(absence(of: line.account, line.provider)). \(remedy)"
        if isPlanned { action.key += "-held-\(action.id)" }
        let end = EventRecord(ended: action, at: now, lineIsGone: isRefused, isHeard: true)
        return [.action(OpenAction(action))] + (isRefused ? [.goneLine(line.id)] : [])
            + [.event(end)]
    }
}
