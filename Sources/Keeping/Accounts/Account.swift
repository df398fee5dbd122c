package import Lines
package import Providers
package import Transport

/// An account as it is configured, with the adapter that speaks for it.
package struct Account: Sendable {
    package var name: String
    package var providerName: ProviderName
    /// Without a key.
    package var url: String
    package var provider: any Provider
    /// The most that may be spent on it in a day.
    package var spendingPerDay: Money?
    /// Requests a second.
    package var requestsPerSecond: Double
    /// Whether lines found at the provider are taken up by themselves.
    package var adopts: Bool
    /// Another account with the same key at the same address, which adopts in its place.
    package var twin: String?
    /// How far the zone is ahead in which times are read that come without one.
    package var zoneOffset = Duration.zero
    /// Told what time it is at the provider, for whoever reads its answers.
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
}
