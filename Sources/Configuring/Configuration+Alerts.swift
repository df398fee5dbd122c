import Channels
import Keeping
import Lines

/// Decodes what a person is told of: alerts, and the heartbeat.
extension Configuration {
    /// - Parameter table: nil if config.lua has none: alerts go to the first channel then.
    mutating func read(alerts table: ConfigurationNode?) throws(ConfigurationError) {
        let names = preferredChannels
        var alerts = AlertSettings(
            route: Route(names.first.map { [Route.Chain([$0])] } ?? []), channels: names)
        defer { keeper.alerts = alerts }
        guard var table else { return }
        if table.holdsText("to") {
            let name = try table.text("to") ?? ""
            try table.check(name, among: names, at: ["to"])
            alerts.route = [name]
        } else if table.names.contains("to") {
            alerts.route = try table.route("to", among: names)
        }
        keeper.balanceBelow = try table.money("balance_below")
        var rules = alerts.rules
        rules.unreachableFor = try table.duration("unreachable_for") ?? rules.unreachableFor
        rules.waitingFor = try table.duration("waiting_for", least: "1m") ?? rules.waitingFor
        rules.unheardFor = try table.duration("unheard_for", least: "1m") ?? rules.unheardFor
        rules.clockBeyond = try table.duration("clock_beyond", least: "10s") ?? rules.clockBeyond
        rules.settledAfter = try table.duration("settled_after") ?? rules.settledAfter
        rules.mostPerHour = try table.whole("per_hour", in: 1...1000) ?? rules.mostPerHour
        rules.diskBelow =
            try table.whole("disk_below", in: 1...1_000_000).map { Int64($0) << 20 }
            ?? rules.diskBelow
        rules.quotes = try table.flag("texts") ?? rules.quotes
        rules.muted = try table.kinds("mute")
        alerts.rules = rules
        try table.close()
    }

    /// The channels by name, files last: a file calls nobody.
    private var preferredChannels: [String] {
        channels.filter { $0.settings.kind != FileSettings.kind }.map(\.name).sorted()
            + channels.filter { $0.settings.kind == FileSettings.kind }.map(\.name).sorted()
    }

    mutating func read(heartbeat table: ConfigurationNode) throws(ConfigurationError) {
        var table = table
        guard let url = try table.secretAddress("url") else {
            throw table.missing(
                "url", "give the address of the check, as url = secret(\"HEARTBEAT_URL\")")
        }
        var settings = HeartbeatSettings(url: url)
        settings.every = try table.duration("every", least: "10s") ?? settings.every
        settings.timeout = try table.duration("timeout") ?? settings.timeout
        settings.method =
            try table.choice("method", of: HeartbeatSettings.Method.self) ?? settings.method
        settings.network = try table.network()
        try table.close()
        heartbeat = settings
    }
}

extension ConfigurationNode {
    fileprivate mutating func kinds(
        _ name: String
    ) throws(ConfigurationError) -> Set<Trouble.Kind> {
        let known = Trouble.Kind.allCases.map(\.rawValue)
        var kinds: Set<Trouble.Kind> = []
        for word in try texts(name) ?? [] {
            guard let kind = Trouble.Kind(rawValue: word) else {
                throw fault(
                    path + [name],
                    "there is no kind of trouble \"\(word)\""
                        + suggestion(for: word, among: known) + "; the kinds are "
                        + known.sorted().joined(separator: ", "))
            }
            kinds.insert(kind)
        }
        return kinds
    }
}
