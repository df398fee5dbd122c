@testable import Accounts
import Lines
import Providers
@testable import Running
import Transport

/// A provider that sells Google in the United States from its pools, or says nothing.
struct MarketProvider: Provider {
    /// Nil if it does not answer.
    var sold: [ActivationOffer]?
    var offersPools = true
    var funds = Money(tenThousandths: 100_0000)

    var capabilities: Capabilities {
        Capabilities(
            Set<Capabilities.Operation>([.order, .catalogue, .balance])
                .union(offersPools ? [.pools] : []))
    }

    private func answer<Value>(_ value: Value?) throws(ProviderError) -> Answer<Value> {
        guard sold != nil, let value else {
            throw .transport(.unreachable(host: "market", reason: "says nothing"))
        }
        return Answer(value)
    }

    func countries() async throws(ProviderError) -> Answer<[Country]> {
        try answer([Country(id: "1", name: "United States", code: "US")])
    }
    func services(in country: Country?) async throws(ProviderError) -> Answer<[Service]> {
        try answer([Service(id: "395", name: "Google")])
    }
    func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        guard let first = sold?.first else { return try answer(nil) }
        return Answer(first)
    }
    func activationOffer(
        service: String, country: String, pool: String?
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        guard let pool else { return try await activationOffer(service: service, country: country) }
        guard let offer = sold?.first(where: { $0.pool == pool }) else {
            throw .outOfStock("No such pool.")
        }
        return Answer(offer)
    }
    func pools(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[ActivationOffer]> { try answer(sold) }
    func balance() async throws(ProviderError) -> Answer<Money> { try answer(funds) }
    func order(_ order: ActivationOrder) async throws(ProviderError) -> Answer<Purchase> {
        throw .outOfStock("")
    }
    func cancel(_ providerID: String) async throws(ProviderError) -> Answer<Cancellation> {
        throw .notFound
    }
    func check(
        _ providerID: String
    ) async throws(ProviderError) -> Answer<ActivationReading> { throw .notFound }
}
