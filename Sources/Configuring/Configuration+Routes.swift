import Keeping
import Lines
import Scripting

/// Decodes where classes of messages go.
extension Configuration {
    mutating func read(routes table: ConfigurationNode) throws(ConfigurationError) {
        var table = table
        for name in try table.chosenNames(of: "a route") {
            keeper.routes[name] = try table.route(name, among: channels.map(\.name))
        }
    }
}

extension ConfigurationNode {
    /// An item of a list that may hold both.
    fileprivate enum Item {
        case text(String)
        case table(ConfigurationNode)
    }

    private mutating func items(_ name: String) throws(ConfigurationError) -> [Item] {
        guard let value = value(name) else { return [] }
        guard let items = value.items else { throw wrong(name, "a list of channels", value) }
        var found: [Item] = []
        for (place, item) in items.enumerated() {
            if let text = item.text {
                try check(text, of: name)
                found.append(.text(text))
            } else {
                found.append(
                    .table(try ConfigurationNode(path: path + [name, "\(place + 1)"], item, self)))
            }
        }
        return found
    }

    /// A list of channels and chains, or one chain.
    mutating func route(
        _ name: String, among known: [String]
    ) throws(ConfigurationError) -> Route {
        if holdsTable(name), var chain = try table(name), !chain.names.isEmpty {
            return Route(try chain.chains(among: known))
        }
        var chains: [Route.Chain] = []
        for item in try items(name) {
            switch item {
            case .text(let channel):
                try check(channel, among: known, at: [name])
                chains.append(Route.Chain([channel]))
            case .table(var chain): chains += try chain.chains(among: known)
            }
        }
        return Route(chains)
    }

    /// `{ first_of = { "phone", "desk" }, within = "1m" }`, `{ all = { "phone", "desk" } }`.
    private mutating func chains(
        among known: [String]
    ) throws(ConfigurationError) -> [Route.Chain] {
        let all = try texts("all")
        let first = try texts("first_of")
        let within = try duration("within")
        try close()
        for (name, channels) in [("all", all), ("first_of", first)] {
            for channel in channels ?? [] { try check(channel, among: known, at: [name]) }
        }
        switch (all, first) {
        case (let all?, nil):
            guard within == nil else {
                throw fault(path + ["within"], "goes with first_of: all get it at once")
            }
            return all.map { Route.Chain([$0]) }
        case (nil, let first?):
            guard !first.isEmpty else {
                throw fault(path + ["first_of"], "must name at least one channel")
            }
            guard Set(first).count == first.count else {
                throw fault(path + ["first_of"], "names a channel twice")
            }
            return [within.map { Route.Chain(first, within: $0) } ?? Route.Chain(first)]
        default:
            throw fault(
                path, "must have either first_of or all: { first_of = { \"phone\", \"desk\" } }")
        }
    }

    func check(
        _ channel: String, among known: [String], at place: [String]
    ) throws(ConfigurationError) {
        guard known.contains(channel) else {
            throw fault(
                path + place,
                "there is no channel \(channel)" + suggestion(for: channel, among: known))
        }
    }
}
