package import Channels
package import Lines
package import Providers
package import Transport

/// Everything `config.lua` says, with every default.
package struct Configuration: Sendable {
    /// An account before its adapter is made.
    package struct AccountSettings: Sendable {
        package var name: String
        package var provider: ProviderName
        package var key: Secret
        /// A web address without a slash at its end; nil for the provider's own.
        package var url: String?
        /// The zone of times the provider writes without one, as `Europe/Amsterdam`.
        package var timeZone = "UTC"
        /// Of handler-api: whose habits it has.
        package var dialect: HandlerAPIDialect?
        /// Of handler-api: what the account is kept in, where answers do not tell.
        package var currency: String?
        package var spendingPerDay: Money?
        /// Nil for what the provider allows.
        package var requestsPerSecond: Double?
        package var adopts = true
        /// How it is reached.
        package var network = NetworkChoice()

        package init(name: String, provider: ProviderName, key: Secret, url: String? = nil) {
            self.name = name
            self.provider = provider
            self.key = key
            self.url = url
        }
    }

    /// Where providers may call.
    package struct PushSettings: Equatable, Sendable {
        /// A loopback address.
        package var host: String
        package var port: Int
        /// How that address is reached from outside, without a slash at its end.
        package var url: String?
    }

    package var accounts: [AccountSettings] = []
    /// Nil where no provider may call.
    package var push: PushSettings?
    package var channels: [(name: String, settings: ChannelSettings)] = []
    package var keeper = KeeperSettings()
    /// How many failures in a row pause a script.
    package var pauseScriptsAfter = 5

    package init() {}
}
