import Accounts
import Lines
import Providers
import Storage

/// Finds lines without an account: it was removed from the configuration, or its name now belongs
/// to an account with another provider.
///
/// They stay in their last known state. Nothing is planned or decided for them, so that no stale
/// decision is carried out if the account comes back.
struct Orphans {
    /// How many of them a notice names.
    private static let named = 5

    /// The account name and provider under which lines are held.
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

    /// Why a line has no account.
    func absence(of name: String, _ provider: ProviderName) -> String {
        guard let other = books[name]?.account?.configuration.providerName else {
            return "Account \(name) is not in config.lua"
        }
        return "Account \(name) was at \(provider.title) and is at \(other.title) in config.lua"
    }

    // MARK: At a start

    /// A notice per account about the orphans it still holds. Lines that have run out need nobody's
    /// attention unless they are in doubt.
    func notices(of orphans: [Line], at now: Instant) -> [String] {
        let held = orphans.filter { line in
            !line.state.isEnded && (line.inDoubt || line.expiresAt.map { $0 > now } ?? true)
        }
        return Dictionary(grouping: held) { Origin($0) }
            .sorted { $0.value[0].id < $1.value[0].id }
            .map { origin, lines in
                "\(absence(of: origin.name, origin.provider)): \(Self.subject(lines)) held "
                    + "but not watched, extended or returned, and messages are not fetched. Add "
                    + "the account again and restart. If it was renamed, run `adopt NEW --from "
                    + "\(origin.name)`."
            }
    }

    private static func subject(_ lines: [Line]) -> String {
        let ids = lines.map { "\($0.id)" }
        guard ids.count > 1 else { return "line \(ids.joined()) is" }
        let more = ids.count > named ? " and \(ids.count - named) more" : ""
        return "lines \(ids.prefix(named).joined(separator: ", "))\(more) are"
    }

    /// Ends the actions waiting for orphans.
    ///
    /// - Parameter waiting: all waiting actions except forwards.
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
            ? "Order again once the account is back."
            : isPlanned
                ? "It will be planned again once the account is back."
                : "Run `retry \(action.id)` once the account is back."
        action.result = "\(absence(of: line.account, line.provider)). \(remedy)"
        if isPlanned { action.key += "-held-\(action.id)" }
        let end = EventRecord(ended: action, at: now, lineIsGone: isRefused, isHeard: true)
        return [.action(OpenAction(action))] + (isRefused ? [.goneLine(line.id)] : [])
            + [.event(end)]
    }
}
