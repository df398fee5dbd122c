import Configuring
import Foundation
import Keeping
import Networking
import Transport

/// The network paths to the servers of accounts and channels, from their configuration and the
/// environment.
extension Manager {
    static func path(of settings: Configuration.AccountSettings) throws -> NetworkPath {
        guard let url = settings.url ?? address(of: settings.provider) else { return .direct }
        return try path(to: try WebAddress(url), settings.network)
    }

    /// The environment's proxies apply to every server that is not on this machine.
    static func path(to address: WebAddress, _ choice: NetworkChoice) throws -> NetworkPath {
        let environment = ProcessInfo.processInfo.environment
        let rules: ProxyRules =
            address.isLoopback ? .none : try ProxyRules { environment[$0] }
        return choice.path(to: address, rules)
    }

    /// A feed is on the same server as the rest of its account.
    func feeds(
        of configuration: Configuration, in world: World
    ) throws -> [String: any FeedTransport] {
        var feeds: [String: any FeedTransport] = [:]
        for account in configuration.accounts {
            feeds[account.name] = WebSocketTransport(
                world: world, path: try Self.path(of: account))
        }
        return feeds
    }
}
