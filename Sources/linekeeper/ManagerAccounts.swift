import Accounts
import Channels
import Configuring
import Control
import Foundation
import Keeping
import Lines
import Logging
import Networking
import ProviderEmulator
import Providers
import Push
import Scripting
import ServiceLifecycle
import Storage
import Transport
import UnixSignals

/// The accounts of the configuration, each with the adapter that speaks its provider's protocol.
extension Manager {
    func account(
        _ settings: Configuration.AccountSettings, _ dependencies: Dependencies
    ) throws -> Account {
        let url = settings.url ?? Self.address(of: settings.provider) ?? ""
        let time = ProviderTime(dependencies.world)
        let transport = dependencies.networks.transport(for: try Self.path(of: settings))
        let provider = try adapter(settings, url, SteadyTransport(transport, time: time))
        var account = Account(
            name: settings.name, providerName: settings.provider, url: url, provider: provider)
        account.spendingPerDay = settings.spendingPerDay
        account.requestsPerSecond =
            settings.requestsPerSecond ?? provider.capabilities.requestsPerSecond
        account.adopts = settings.adopts
        account.ownLines = (settings.inbound?.lines ?? []).map { $0.resolved(in: home.root) }
        account.time = time
        account.zoneOffset = .seconds(settings.timeZone.offset(at: dependencies.world.now()))
        return account
    }

    /// The same key configured twice is one account, whose lines are adopted by the first of the
    /// two.
    func withTwins(
        _ accounts: [Account], _ settings: [Configuration.AccountSettings]
    ) -> [Account] {
        var accounts = accounts
        for (place, one) in settings.enumerated() {
            let twin = settings[..<place].indices.first { other in
                one.provider != .inbound && settings[other].provider == one.provider
                    && settings[other].key == one.key
                    && WebAddress.leadsAlike(accounts[other].url, accounts[place].url)
            }
            accounts[place].twin = twin.map { accounts[$0].name }
        }
        return accounts
    }

    /// The adapter for a provider's protocol. A new one is added here, in `address`, and in the
    /// table of capabilities.
    private func adapter(
        _ settings: Configuration.AccountSettings, _ url: String, _ transport: any Transport
    ) throws -> any Provider {
        switch settings.provider {
        case .smspool:
            return SMSPool(
                transport: transport, baseURL: url, key: settings.key,
                timeZone: settings.timeZone)
        case .smsActivateDev:
            return SMSActivateDev(transport: transport, baseURL: url, key: settings.key)
        case .sms1001:
            return SMS1001(
                transport: transport, baseURL: url, key: settings.key,
                timeZone: settings.timeZone)
        case .virtualsms:
            return VirtualSMS(
                transport: transport, baseURL: url, key: settings.key,
                timeZone: settings.timeZone)
        case .handlerAPI:
            return HandlerAPI(
                transport: transport, baseURL: url, key: settings.key,
                dialect: settings.dialect ?? .original, currency: settings.currency ?? Money.usd,
                timeZone: settings.timeZone, keepsOrderNames: settings.keepsOrderNames)
        case .inbound:
            let inbound = settings.inbound ?? Configuration.InboundSettings()
            return Inbound(
                lines: inbound.lines, dialect: inbound.dialect ?? .linekeeper,
                key: settings.key.isEmpty ? nil : settings.key)
        }
    }

    /// The address of a provider; nil for a protocol that many providers use.
    static func address(of provider: ProviderName) -> String? {
        switch provider {
        case .smspool: SMSPool.baseURL
        case .smsActivateDev: SMSActivateDev.baseURL
        case .sms1001: SMS1001.baseURL
        case .virtualsms: VirtualSMS.baseURL
        case .handlerAPI, .inbound: nil
        }
    }
}

extension OwnLine {
    /// The same with the path of its folder from the root.
    fileprivate func resolved(in directory: String) -> OwnLine {
        guard let folder else { return self }
        var line = self
        line.folder = MessageFolder(
            path: ConfiguredPath.resolve(folder.path, in: directory), format: folder.format)
        return line
    }
}
