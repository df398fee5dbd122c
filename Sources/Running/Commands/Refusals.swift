import Accounts
import Keeping
import Lines
import Providers

/// Combines the refusals of several accounts into one error.
///
/// A sentence about *the* provider is wrong if several were asked, and the reason of one is not
/// that of all.
package struct Refusals {
    private var all: [(account: String, error: any Error)] = []

    package init() {}

    package mutating func append(_ error: any Error, of account: String) {
        all.append((account, error))
    }

    /// Nil if nobody refused.
    package var error: (any Error)? {
        guard let first = all.first?.error, all.count > 1 else { return all.first?.error }
        if let lack = absence {
            let others = all.filter { one in !lack.accounts.contains(one.account) }
            return KeeperError.refused(
                ([lack.text] + others.map(Self.sentence)).joined(separator: " "))
        }
        let reasons = all.map { "\($0.error)" }
        guard Set(reasons).count > 1 || reasons[0].contains(Self.one) else { return first }
        return KeeperError.refused(all.map(Self.sentence).joined(separator: " "))
    }

    private static func sentence(_ refusal: (account: String, error: any Error)) -> String {
        "Account \(refusal.account): \(refusal.error)"
    }

    /// How sentences about a single provider begin.
    private static let one = "The provider "

    /// The sentence that several of them lack the same thing, and which ones; nil if not even two do.
    private var absence: (text: String, accounts: [String])? {
        var lacking: (what: String, name: String)?
        var accounts: [String] = []
        var near: [String] = []
        for (account, error) in all {
            guard case KeeperError.unknown(let what, let name, let nearest) = error,
                lacking.map({ $0 == (what, name) }) ?? true
            else { continue }
            lacking = (what, name)
            accounts.append(account)
            near += nearest.filter { !near.contains($0) }
        }
        guard let (what, name) = lacking, accounts.count > 1 else { return nil }
        let text = KeeperError.unknown(what: what, name: name, nearest: Array(near.prefix(3)))
            .description.replacing(
                "\(Self.one)has no",
                with: "None of the accounts \(accounts.joined(separator: ", ")) has a")
        return (text, accounts)
    }
}
