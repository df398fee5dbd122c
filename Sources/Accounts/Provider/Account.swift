package import Lines
package import Providers
package import Transport

/// An account from `config.lua`, with the adapter for its provider.
package struct Account: Sendable {
    /// How many calls one account may make at once.
    package static let lanes = 4

    package var name: String
    package var providerName: ProviderName
    /// The base URL, without a key.
    package var url: String
    package var provider: any Provider
    /// The daily spending limit.
    package var spendingPerDay: Money?
    package var requestsPerSecond: Double
    /// Whether lines found at the provider are adopted automatically.
    package var adopts: Bool
    /// Another account with the same key and address. It adopts lines instead of this one.
    package var twin: String?
    /// UTC offset of the zone assumed for times that the provider sends without one.
    package var zoneOffset = Duration.zero
    /// The person's own numbers, for an inbound account.
    package var ownLines: [OwnLine] = []
    /// Receives the provider's time, for those who decode its answers.
    package var time: ProviderTime?

    package init(
        name: String, providerName: ProviderName, url: String, provider: any Provider,
        spendingPerDay: Money? = nil, requestsPerSecond: Double = 10, adopts: Bool = true
    ) {
        self.name = name
        self.providerName = providerName
        self.url = url
        self.provider = provider
        self.spendingPerDay = spendingPerDay
        self.requestsPerSecond = requestsPerSecond
        self.adopts = adopts
    }

    /// Whether config.lua names this line of the person's own in this account.
    package func names(_ line: Line) -> Bool {
        ownLines.contains { $0.isNamed(line) }
    }
}

extension OwnLine {
    /// Whether config.lua means this line, in whichever account it is.
    package func isNamed(_ line: Line) -> Bool {
        line.kind == .inbound && line.providerID == name && line.number == number
    }
}
