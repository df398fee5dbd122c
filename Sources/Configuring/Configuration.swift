package import Channels
package import Keeping
package import Lines
package import Providers
package import Transport

/// The content of `config.lua`, with every default.
package struct Configuration: Sendable {
    /// The settings of an account, before its adapter is created.
    package struct AccountSettings: Sendable {
        package var name: String
        package var provider: ProviderName
        package var key: Secret
        /// A web address without a trailing slash; nil for the provider's own.
        package var url: String?
        /// The zone of times that the provider sends without one, such as `Europe/Amsterdam`.
        package var timeZone = LocalZone.utc
        /// For handler-api: the dialect of the site; nil if neither the configuration nor the table
        /// of sites knows it.
        package var dialect: HandlerAPIDialect?
        /// For handler-api: whether an order that arrives twice under one name is known to be
        /// carried out once.
        package var keepsOrderNames = false
        /// For handler-api: the account's currency, for answers that do not tell it.
        package var currency: String?
        package var spendingPerDay: Money?
        /// Nil for the provider's limit.
        package var requestsPerSecond: Double?
        package var adopts = true
        /// The person's own numbers; nil for an account with a provider.
        package var inbound: InboundSettings?
        /// Proxy and certificate settings.
        package var network = NetworkChoice()

        package init(name: String, provider: ProviderName, key: Secret, url: String? = nil) {
            self.name = name
            self.provider = provider
            self.key = key
            self.url = url
        }
    }

    /// An account of the person's own numbers.
    package struct InboundSettings: Sendable {
        /// Nil if config.lua names none.
        package var dialect: InboundDialect?
        /// Paths of folders may be relative.
        package var lines: [OwnLine] = []

        package init() {}
    }

    /// The address that providers may call.
    package struct PushSettings: Equatable, Sendable {
        /// A loopback address.
        package var host: String
        package var port: Int
        /// The public address, without a trailing slash.
        package var url: String?
    }

    package var accounts: [AccountSettings] = []
    /// The dialect of each site that speaks handler_api.
    package var sites = HandlerAPISites.known
    /// Nil if no provider may call.
    package var push: PushSettings?
    package var channels: [(name: String, settings: any ChannelSettings)] = []
    package var keeper = KeeperSettings()
    /// Nil if nobody waits for a heartbeat.
    package var heartbeat: HeartbeatSettings?
    /// How many consecutive failures pause a script.
    package var pauseScriptsAfter = 5

    package init() {}
}
