/// Where a class of messages goes: to each of its chains.
package struct Route: Equatable, Sendable {
    /// Channels of which the first one that takes the message is enough.
    package struct Chain: Equatable, Sendable {
        package var channels: [String]
        /// How long each channel but the last has to take it.
        package var within: Duration

        package init(_ channels: [String], within: Duration = .minutes(5)) {
            self.channels = channels
            self.within = within
        }
    }

    package var chains: [Chain]

    package init(_ chains: [Chain]) { self.chains = chains }

    /// All channels that it may reach, each once.
    package var channels: [String] {
        var found: [String] = []
        for channel in chains.flatMap(\.channels) where !found.contains(channel) {
            found.append(channel)
        }
        return found
    }

    /// Its channels in words: `log`, `phone, after 1 minute desk`.
    package var words: [String] {
        chains.map { chain in
            chain.channels.joined(separator: ", after \(chain.within.inWords) ")
        }
    }
}

extension Route: ExpressibleByArrayLiteral {
    /// Every one of these channels.
    package init(arrayLiteral channels: String...) { self.init(channels.map { Chain([$0]) }) }
}
