import Channels
import Keeping
package import Lines
import Providers
package import Scripting
import Transport

extension Configuration {
    /// Decodes a document and throws the first error, with its line.
    ///
    /// - Parameters:
    ///   - environment: a variable's value, for `secret(...)`.
    ///   - file: a file's text without surrounding whitespace, for `secret_file(...)`.
    ///   - machineZone: the zone of times without a `time_zone`.
    ///   - plain: called with the path of each key written in the document itself, such as
    ///     `accounts.pool.key`.
    package init(
        _ document: ConfigurationDocument, environment: @escaping @Sendable (String) -> String?,
        file: @escaping @Sendable (String) -> String?, machineZone: LocalZone = .utc,
        plain: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(ConfigurationError) {
        self.init()
        var root = ConfigurationNode(
            document, secrets: .init(environment: environment, file: file, plain: plain))
        keeper.zone = try root.timeZone("time_zone") ?? machineZone
        if let table = try root.table("dialects") { try read(dialects: table) }
        if let table = try root.table("accounts") { try read(accounts: table) }
        if let table = try root.table("channels") { try read(channels: table) }
        if let table = try root.table("routes") { try read(routes: table) }
        if let table = try root.table("rentals") { try read(rentals: table) }
        if let table = try root.table("activations") { try read(activations: table) }
        if let table = try root.table("polling") { try read(polling: table) }
        if let table = try root.table("push") { try read(push: table) }
        if let table = try root.table("spending") { try read(spending: table) }
        try read(alerts: try root.table("alerts"))
        if let table = try root.table("heartbeat") { try read(heartbeat: table) }
        if var table = try root.table("scripts") {
            pauseScriptsAfter = try table.whole("pause_after", in: 1...1000) ?? pauseScriptsAfter
            try read(rates: &table)
            try table.close()
        }
        try checkReceiver(root)
        try root.close()
    }

    private mutating func read(accounts table: ConfigurationNode) throws(ConfigurationError) {
        var table = table
        for name in try table.chosenNames(of: "an account") {
            guard var node = try table.table(name) else { continue }
            guard let provider = try node.choice("provider", of: ProviderName.self) else {
                throw node.missing("provider", "say which, such as provider = \"smspool\"")
            }
            if provider == .inbound {
                self.accounts.append(try Self.inboundAccount(named: name, &node))
                try node.close()
                continue
            }
            guard let key = try node.key("key") else {
                throw node.missing("key", "give it as key = secret(\"NAME_OF_A_VARIABLE\")")
            }
            var account = AccountSettings(name: name, provider: provider, key: key)
            let address = try node.base("url")
            account.url = address?.base
            account.network = try node.network()
            account.timeZone = try node.timeZone("time_zone") ?? account.timeZone
            if provider == .handlerAPI {
                guard account.url != nil else {
                    throw node.missing(
                        "url",
                        "handler-api is spoken by many; say which, as url = \"https://...\"")
                }
                account.dialect =
                    try node.choice("dialect", of: HandlerAPIDialect.self)
                    ?? address.flatMap { sites.dialect(of: $0.host) }
                account.keepsOrderNames =
                    address.map { sites.keepsOrderNames(on: $0.host) } ?? false
                account.currency = try node.text("currency")
                if let code = account.currency,
                    code.utf8.count != 3 || !code.utf8.allSatisfy({ (65...90).contains($0) })
                {
                    throw node.fault(node.path + ["currency"], "must be a code such as USD or RUB")
                }
            }
            account.spendingPerDay = try node.money("spending_per_day", in: account.currency)
            account.requestsPerSecond = try node.number("requests_per_second", in: 0.01...1000)
            account.adopts = try node.flag("adopt") ?? account.adopts
            try node.close()
            self.accounts.append(account)
        }
    }

    private mutating func read(dialects table: ConfigurationNode) throws(ConfigurationError) {
        var table = table
        for host in try table.chosenNames(of: "a host") {
            guard let address = try? WebAddress("https://\(host)/"),
                address.host == host.lowercased()
            else {
                throw table.fault(
                    table.path + [host], "must be the name of a host, such as \"sms.example.org\"")
            }
            guard table.holdsTable(host) else {
                if let dialect = try table.choice(host, of: HandlerAPIDialect.self) {
                    sites.set(dialect, of: host)
                }
                continue
            }
            guard var site = try table.table(host) else { continue }
            guard let dialect = try site.choice("dialect", of: HandlerAPIDialect.self) else {
                throw site.missing("dialect", "say which, such as dialect = \"clone\"")
            }
            sites.set(dialect, of: host, keepsOrderNames: try site.flag("repeats_orders"))
            try site.close()
        }
    }

    private mutating func read(push table: ConfigurationNode) throws(ConfigurationError) {
        var table = table
        guard let listen = try table.text("listen") else {
            throw table.missing("listen", "say where to listen, as listen = \"127.0.0.1:8077\"")
        }
        let parts = listen.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, ["127.0.0.1", "localhost"].contains(parts[0]),
            let port = Int(parts[1]), (1...65535).contains(port)
        else {
            throw table.fault(
                table.path + ["listen"],
                "must be a port of this machine, such as 127.0.0.1:8077; let your own web server "
                    + "pass calls on to it")
        }
        var settings = PushSettings(host: String(parts[0]), port: port)
        if let url = try table.base("url") {
            guard url.scheme.isSecure || url.isLoopback else {
                throw table.fault(table.path + ["url"], "must begin with https://")
            }
            settings.url = url.base
        }
        try table.close()
        push = settings
    }

    private mutating func read(channels table: ConfigurationNode) throws(ConfigurationError) {
        var table = table
        for name in try table.chosenNames(of: "a channel") {
            guard var node = try table.table(name) else { continue }
            let type = try node.channelType()
            guard let kind = ChannelKinds.named(type) else {
                throw node.fault(
                    node.path,
                    "there is no channel \(type)" + suggestion(for: type, among: ChannelKinds.names)
                )
            }
            let settings = try kind.init(from: &node)
            var timing = try node.timing(in: keeper.zone)
            timing?.digestBytes = settings.digestBytes
            keeper.timings[name] = timing
            try node.close()
            if let fault = settings.fault { throw node.fault(node.path, fault.withoutStop) }
            if let rival = channels.first(where: { $0.settings.hearsTheSame(as: settings) }) {
                let source = settings.commandSource.noun
                throw node.fault(
                    node.path,
                    "the same \(source) takes commands for \(rival.name); "
                        + "only one channel of a \(source) can")
            }
            channels.append((name, settings))
        }
    }

    private mutating func read(rentals table: ConfigurationNode) throws(ConfigurationError) {
        var table = table
        var rentals = keeper.policy.rentals
        rentals.listening =
            try table.choice("listening", of: RentalPolicy.Listening.self) ?? rentals.listening
        rentals.extendBefore = try table.duration("extend_before")
        rentals.extendDays = try table.whole("extend_days", in: 1...3650)
        rentals.maxPrice = try table.money("max_price")
        rentals.extendWhenUnsure =
            try table.choice("extend_when_unsure", of: RentalPolicy.WhenUnsure.self)
            ?? rentals.extendWhenUnsure
        rentals.refundUnused = try table.flag("refund_unused") ?? rentals.refundUnused
        if (rentals.extendBefore == nil) != (rentals.extendDays == nil) {
            throw table.fault(
                table.path,
                "extend_before and extend_days go together: one says when, the other for how long")
        }
        keeper.policy.rentals = rentals
        try table.close()
    }

    private mutating func read(activations table: ConfigurationNode) throws(ConfigurationError) {
        var table = table
        var activations = keeper.policy.activations
        activations.cancelUnusedAfter = try table.duration("cancel_unused_after")
        activations.finishAfter = try table.duration("finish_after") ?? activations.finishAfter
        keeper.policy.activations = activations
        try table.close()
    }

    private mutating func read(polling table: ConfigurationNode) throws(ConfigurationError) {
        var table = table
        var polling = keeper.policy.polling
        polling.awaited = try table.duration("awaited", least: "100ms") ?? polling.awaited
        polling.eager = try table.duration("eager") ?? polling.eager
        polling.activations = try table.duration("activations") ?? polling.activations
        polling.rentals = try table.duration("rentals") ?? polling.rentals
        polling.idle = try table.duration("idle") ?? polling.idle
        keeper.policy.polling = polling
        try table.close()
    }

    private mutating func read(spending table: ConfigurationNode) throws(ConfigurationError) {
        var table = table
        keeper.spendingPerDay = try table.money("per_day")
        keeper.scriptsPerDay = try table.money("scripts")
        try table.close()
    }
}

extension ConfigurationNode {
    /// A time zone that this machine knows.
    mutating func timeZone(_ name: String) throws(ConfigurationError) -> LocalZone? {
        guard let text = try text(name) else { return nil }
        guard let zone = LocalZone.named(text) else {
            throw fault(
                path + [name],
                "there is no time zone \(text); give one such as \"Europe/Amsterdam\"")
        }
        return zone
    }
}

extension String {
    /// The sentence without its full stop, for use inside a longer error message.
    fileprivate var withoutStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
