import Accounts
package import Lines

extension Keeper {
    /// An account that still holds lines but is not configured.
    package struct MissingAccount: Equatable, Sendable {
        package var name: String
        package var provider: ProviderName
        package var lines: Int
    }
}
