package import Lines

/// Default implementations for calls that an adapter does not have: they throw `notOffered`.
///
/// An adapter implements its provider's calls and has a row in the table of capabilities; the
/// conformance suite compares the two.
extension Provider {
    package func naming(_ request: String) -> any Provider { self }
    package func countries() async throws(ProviderError) -> Answer<[Country]> {
        throw .notOffered(.catalogue)
    }
    package func services(in country: Country?) async throws(ProviderError) -> Answer<[Service]> {
        throw .notOffered(.catalogue)
    }
    package func suggestedCountries(
        service: String
    ) async throws(ProviderError) -> Answer<[SuggestedCountry]> {
        throw .notOffered(.suggest)
    }
    package func again(_ providerID: String) async throws(ProviderError) -> Answer<Purchase> {
        throw .notOffered(.again)
    }
    package func order(_ shared: SharedOrder) async throws(ProviderError) -> Answer<Purchase> {
        throw .notOffered(.share)
    }
    package func order(
        _ service: String, besides providerID: String
    ) async throws(ProviderError) -> Answer<Purchase> {
        throw .notOffered(.share)
    }
    package func againPrice(of providerID: String) async throws(ProviderError) -> Answer<Money?> {
        guard capabilities.offers(.again) else { throw .notOffered(.again) }
        return Answer(nil)
    }
    package func rentalOffers() async throws(ProviderError) -> Answer<[RentalOffer]> {
        throw .notOffered(.rent)
    }
    package func glance(
        at providerID: String
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        try await check(providerID)
    }
    package func rentalOffer(
        _ id: String
    ) async throws(ProviderError) -> Answer<RentalOffer?> {
        let offers = try await rentalOffers()
        return offers.map { all in all.first { $0.id == id } }
    }
    package func extensionPrice(
        of providerID: String, days: Int
    ) async throws(ProviderError) -> Answer<Money?> {
        guard capabilities.offers(.extend) else { throw .notOffered(.extend) }
        return Answer(nil)
    }
    package func extensionPrice(
        of providerID: String, offer: String?, service: String?, days: Int
    ) async throws(ProviderError) -> Answer<Money?> {
        try await extensionPrice(of: providerID, days: days)
    }
    package func paidPeriods(of providerID: String) async throws(ProviderError) -> Answer<Int?> {
        Answer(nil)
    }
    /// If a provider has no pools, an order that names one must not buy from just anyone.
    package func activationOffer(
        service: String, country: String, pool: String?
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        try refusePool(pool)
        return try await activationOffer(service: service, country: country)
    }
    /// Without pools there is nothing to prefer. An area code must not be ignored.
    package func activationOffer(
        for order: ActivationOrder
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        try refuseArea(order.area)
        try refuse(order.kind)
        return try await activationOffer(
            service: order.service, country: order.country, pool: order.pool)
    }
    package func pools(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[ActivationOffer]> {
        throw .notOffered(.pools)
    }
    package func pools(
        service: String, country: String, page: Int
    ) async throws(ProviderError) -> Answer<[ActivationOffer]> {
        try await pools(service: service, country: country)
    }
    package func poolWords(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[String]> {
        try await pools(service: service, country: country).map { $0.compactMap(\.pool) }
    }
    package func completed(
        _ offer: ActivationOffer, service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        Answer(offer)
    }
    package func prices(
        in country: String
    ) async throws(ProviderError) -> Answer<[ServiceOffer]> {
        throw .notOffered(.prices)
    }
    func refuseArea(_ area: String?) throws(ProviderError) {
        guard area == nil else { throw .badRequest(["it has no area codes to choose from"]) }
    }
    /// A code that is to come by call must not be ordered as an SMS.
    func refuse(_ kind: MessageKind?) throws(ProviderError) {
        guard kind != .call || capabilities.offers(.call) else { throw .notOffered(.call) }
    }
    func refusePool(_ pool: String?) throws(ProviderError) {
        guard pool == nil else { throw .badRequest(["it has no pools to choose from"]) }
    }
    package func rent(_ order: RentalOrder) async throws(ProviderError) -> Answer<Purchase> {
        throw .notOffered(.rent)
    }
    package func extend(
        _ providerID: String, days: Int
    ) async throws(ProviderError) -> Answer<Extension> {
        throw .notOffered(.extend)
    }
    package func refund(_ providerID: String) async throws(ProviderError) -> Answer<Money?> {
        throw .notOffered(.refund)
    }
    package func resend(_ providerID: String) async throws(ProviderError) -> Answer<Resend> {
        throw .notOffered(.resend)
    }
    package func resendPrice(of providerID: String) async throws(ProviderError) -> Answer<Money?> {
        guard capabilities.offers(.resend) else { throw .notOffered(.resend) }
        return Answer(nil)
    }
    package func swap(_ providerID: String) async throws(ProviderError) -> Answer<Swap> {
        throw .notOffered(.swap)
    }
    package func finish(_ providerID: String) async throws(ProviderError) -> Answer<Void> {
        throw .notOffered(.finish)
    }
    package func reset(_ providerID: String) async throws(ProviderError) -> Answer<Void> {
        throw .notOffered(.reset)
    }
    package func setAutoExtend(
        _ providerID: String, to isOn: Bool
    ) async throws(ProviderError) -> Answer<Bool> {
        throw .notOffered(.autoExtend)
    }
    package func status(
        of providerID: String
    ) async throws(ProviderError) -> Answer<RentalStatus> {
        throw .notOffered(.rent)
    }
    package func messages(
        of providerID: String
    ) async throws(ProviderError) -> Answer<[ReceivedMessage]> {
        throw .notOffered(.rent)
    }
    package func activeActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        throw .notOffered(.listActive)
    }
    package func pastActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        throw .notOffered(.listHistory)
    }
    package func rentals() async throws(ProviderError) -> Answer<[HeldRental]> {
        throw .notOffered(.listRentals)
    }
}
