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
        if let absence { return KeeperError.refused(absence) }
        let reasons = all.map { "\($0.error)" }
        guard Set(reasons).count > 1 || reasons[0].contains(Self.one) else { return first }
        return KeeperError.refused(
            all.map { "Account \($0.account): \($0.error)" }.joined(separator: " "))
    }

    /// How sentences about a single provider begin.
    private static let one = "The provider "

    /// The sentence that all of them lack the same thing.
    private var absence: String? {
        var lacking: (what: String, name: String)?
        var near: [String] = []
        for (_, error) in all {
            guard case KeeperError.unknown(let what, let name, let nearest) = error,
                lacking.map({ $0 == (what, name) }) ?? true
            else { return nil }
            lacking = (what, name)
            near += nearest.filter { !near.contains($0) }
        }
        guard let (what, name) = lacking else { return nil }
        let accounts = all.map(\.account).joined(separator: ", ")
        return KeeperError.unknown(what: what, name: name, nearest: Array(near.prefix(3)))
            .description.replacing(
                "\(Self.one)has no", with: "None of the accounts \(accounts) has a")
    }
}
