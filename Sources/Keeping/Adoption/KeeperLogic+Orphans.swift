import Lines
import Providers
import Storage
import Transport

/// Lines that nobody answers for: their account is not in the configuration any more, or its name is
/// that of an account with another provider.
///
/// They stay as they were last seen. Nothing is planned for them and nothing can be decided about them,
/// so that nothing is carried out long after it was meant, should the account come back.
extension KeeperLogic {
    /// How many of them a sentence names.
    private static let named = 5

    /// Whether a line's account is there to be asked.
    func hasAccount(_ line: Line) -> Bool { books[line.account]?.isServed(line) ?? false }

    func checkAccount(of line: Line) throws(KeeperError) {
        guard !hasAccount(line) else { return }
        throw .refused(
            "\(Self.absence(of: line.account, line.provider, among: books)), so nothing can be "
                + "done with line \(line.name). Add the account to config.lua again and restart.")
    }

    func missingAccounts() -> [Keeper.MissingAccount] {
        let held = allLines().filter { !$0.state.isEnded && !hasAccount($0) }
        return Dictionary(grouping: held) { Origin($0) }
            .map { Keeper.MissingAccount(name: $0.name, provider: $0.provider, lines: $1.count) }
            .sorted { ($0.name, $0.provider.rawValue) < ($1.name, $1.provider.rawValue) }
    }

    private struct Origin: Hashable {
        var name: String
        var provider: ProviderName

        init(_ line: Line) {
            name = line.account
            provider = line.provider
        }
    }

    private static func absence(
        of name: String, _ provider: ProviderName, among books: [String: AccountBook]
    ) -> String {
        guard let other = books[name]?.account?.configuration.providerName else {
            return "Account \(name) is not in config.lua"
        }
        return "Account \(name) was with \(provider.title) and is with \(other.title) in config.lua"
    }

    /// What a start does about lines without an account: what waited to be done with them is ended,
    /// and a sentence for each account says what that means.
    static func holdOrphans(
        in store: Store, _ books: [String: AccountBook], at now: Instant
    ) throws(StoreError) -> [String] {
        let orphans = try store.lines().filter { !(books[$0.account]?.isServed($0) ?? false) }
        guard !orphans.isEmpty else { return [] }
        try endWaiting(for: orphans, in: store, books, at: now)
        // What ran out meanwhile needs nobody any more, but for what is not known of it.
        let held = orphans.filter { line in
            !line.state.isEnded && (line.inDoubt || line.expiresAt.map { $0 > now } ?? true)
        }
        let notices = Dictionary(grouping: held) { Origin($0) }
            .sorted { $0.value[0].id < $1.value[0].id }
            .map { origin, lines in
                "\(absence(of: origin.name, origin.provider, among: books)): \(subject(lines)) held "
                    + "but not watched, extended or given back, and messages are not fetched. Add "
                    + "the account again and restart; if it has another name now, "
                    + "`adopt NEW --from \(origin.name)` moves its lines there."
            }
        guard !notices.isEmpty else { return [] }
        try store.write { database in
            for notice in notices {
                try database.append(EventRecord(at: now, kind: "account_missing", text: notice))
            }
        }
        return notices
    }

    private static func subject(_ lines: [Line]) -> String {
        let ids = lines.map { "\($0.id)" }
        guard ids.count > 1 else { return "line \(ids.joined()) is" }
        let more = ids.count > named ? " and \(ids.count - named) more" : ""
        return "lines \(ids.prefix(named).joined(separator: ", "))\(more) are"
    }

    private static func endWaiting(
        for orphans: [Line], in store: Store, _ books: [String: AccountBook], at now: Instant
    ) throws(StoreError) {
        let lines = Dictionary(uniqueKeysWithValues: orphans.map { ($0.id, $0) })
        let waiting = try store.actions(in: [.pending]).filter { $0.kind != .forward }
        try store.write { database in
            for var action in waiting {
                guard let line = action.line.flatMap({ lines[$0] }) else { continue }
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
                action.result =
                    "\(absence(of: line.account, line.provider, among: books)). \(remedy)"
                if isPlanned { action.key += "-held-\(action.id)" }
                try database.update(action)
                if isRefused { try database.delete(line: line.id) }
                try database.append(
                    EventRecord(
                        ended: action, at: now, lineIsGone: isRefused, isHeard: true))
            }
        }
    }
}
