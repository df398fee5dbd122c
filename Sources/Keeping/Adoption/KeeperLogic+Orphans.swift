import Accounts
import Lines
import Providers

/// Tells lines whose account is configured from those without one.
extension KeeperLogic {
    /// Whether the line's account is configured with the line's provider.
    func hasAccount(_ line: Line) -> Bool { books[line.account]?.isServed(line) ?? false }

    func checkAccount(of line: Line) throws(KeeperError) {
        guard !hasAccount(line) else { return }
        throw .refused(
            "\(Orphans(books).absence(of: line.account, line.provider)), so nothing can be "
                + "done with line \(line.name). Add the account to config.lua again and restart.")
    }

    func missingAccounts() -> [Keeper.MissingAccount] {
        let held = allLines().filter { !$0.state.isEnded && !hasAccount($0) }
        return Dictionary(grouping: held) { Orphans.Origin($0) }
            .map { Keeper.MissingAccount(name: $0.name, provider: $0.provider, lines: $1.count) }
            .sorted { ($0.name, $0.provider.rawValue) < ($1.name, $1.provider.rawValue) }
    }
}
