package import Lines

/// The rental catalogue: numbers of the provider's own for any service, and single services of its
/// network.
extension VirtualSMS {
    /// A full refund within twenty minutes and before the first message, whoever the supplier is.
    private static let refundTerms = RefundTerms(within: .minutes(20))

    /// The provider's own numbers with their prices, and the most requested services of the
    /// network, whose prices must be requested one by one: `rentalOffer` does.
    package func rentalOffers() async throws(ProviderError) -> Answer<[RentalOffer]> {
        let own = try await rentalsAvailable()
        let network = try? await rentalsAvailable(fromNetwork: true).value
        return own.map { places in
            places.map(offer) + (network ?? []).flatMap(networkOffers)
        }
    }

    package func rentalOffer(
        _ id: String
    ) async throws(ProviderError) -> Answer<RentalOffer?> {
        switch VirtualSMSRentalID(id) {
        case .own(let country)?:
            let places = try await rentalsAvailable(country: country)
            return places.map { all in all.first { $0.code == id }.map(offer) }
        case .network(let country, let service)?:
            let prices = try await networkPrices(of: service, in: country)
            return prices.map { prices in
                prices.isEmpty ? nil : networkOffer(service, in: country, prices)
            }
        case nil: return Answer(nil, isPublic: true)
        }
    }

    private func offer(_ place: VirtualSMSRentalPlace) -> RentalOffer {
        RentalOffer(
            id: place.code, name: place.name, country: place.code, prices: place.prices,
            singleServicePrices: place.servicePrices, isExtendable: true,
            refundTerms: Self.refundTerms)
    }

    private func networkOffers(_ place: VirtualSMSRentalPlace) -> [RentalOffer] {
        place.popularServices.map { networkOffer($0, in: place.code, [:]) }
    }

    private func networkOffer(
        _ service: String, in country: String, _ prices: [Int: Money]
    ) -> RentalOffer {
        RentalOffer(
            id: VirtualSMSRentalID.network(country: country, service: service).text,
            name: "\(country) for \(service) (network)", country: country, prices: prices,
            isExtendable: true, refundTerms: Self.refundTerms)
    }

    /// Three requests, one per number of days; those without a price are left out.
    private func networkPrices(
        of service: String, in country: String
    ) async throws(ProviderError) -> Answer<[Int: Money]> {
        var prices: [Int: Money] = [:]
        var last = Answer<Money?>(nil, isPublic: true)
        for days in VirtualSMSRentalID.networkDays {
            do throws(ProviderError) {
                last = try await rentalPrice(service: service, country: country, days: days)
                    .map { $0 }
                prices[days] = last.value
            } catch  where error.meaning == .noPrice {
                continue
            }
        }
        return last.map { _ in prices }
    }

    /// The price of one service of the network in a country for 1, 3 or 7 days.
    package func rentalPrice(
        service: String, country: String, days: Int
    ) async throws(ProviderError) -> Answer<Money> {
        let answer = try await ask(
            .rentalPrice,
            query: [
                ("service", service), ("country_code", country), ("duration", String(days * 24)),
            ])
        guard let price = answer.inner("price").price("price", "our_price") else {
            throw answer.unrecognised
        }
        return answer.answer(price)
    }

    /// Countries that offer rentals, with their prices.
    package func rentalsAvailable(
        country: String? = nil, service: String? = nil, fromNetwork: Bool = false
    ) async throws(ProviderError) -> Answer<[VirtualSMSRentalPlace]> {
        var query: [(name: String, value: String)] = []
        if let country { query.append(("country", country)) }
        if let service { query.append(("service", service)) }
        if fromNetwork { query.append(("provider", "network")) }
        let answer = try await ask(.rentalAvailable, query: query)
        return answer.answer(try answer.objects("countries").compactMap(VirtualSMSRentalPlace.init))
    }

    /// Every price of the provider's own rentals, whether sold now or not.
    package func rentalPricing() async throws(ProviderError) -> Answer<[VirtualSMSRentalTier]> {
        let answer = try await ask(.rentalPricing)
        return answer.answer(try answer.objects("pricing").compactMap(VirtualSMSRentalTier.init))
    }

    /// The services that the network rents out in a country, with their price for this many days.
    package func networkServices(
        in country: String, days: Int = 1
    ) async throws(ProviderError) -> Answer<[VirtualSMSRentalService]> {
        let answer = try await ask(
            .rentalServices, query: [("country_code", country), ("duration", String(days * 24))])
        return answer.answer(
            try answer.objects("services").compactMap(VirtualSMSRentalService.init))
    }
}
