import Lines

/// The lookup endpoints.
extension VirtualSMSEmulator {
    /// `/price`, which never includes stock.
    func showPrice(_ request: EmulatedRequest) throws(VirtualSMSRefusal) -> JSON {
        guard let service = request.value("service") else { throw .missing("service") }
        guard let country = request.value("country") else { throw .missing("country") }
        guard catalogue.service(service) != nil else { throw .unknownService }
        guard let offer = catalogue.offer(of: service, in: country) else { throw .unknownCountry }
        return ["price": VirtualSMSWire.number(offer.price), "currency": "USD"]
    }

    /// `/catalog/countries?service=`: the only call with stock.
    func listStock(_ request: EmulatedRequest) throws(VirtualSMSRefusal) -> JSON {
        guard let service = request.value("service") else { throw .missing("service") }
        guard catalogue.service(service) != nil else { throw .unknownService }
        let countries = catalogue.offers.filter { $0.service.code == service }.map { offer in
            [
                "id": .string(offer.country.code), "name": .string(offer.country.name),
                "price": VirtualSMSWire.number(offer.price),
                "count": .int(stock[offer.key, default: 0]),
            ] as JSON
        }
        return wrapped("countries", countries)
    }

    /// `/customer/services`
    func listServices() -> JSON {
        wrapped(
            "services",
            VirtualSMSCatalogue.services.map { service in
                [
                    "service_id": .string(service.code), "service_name": .string(service.name),
                    "base_price": VirtualSMSWire.number(cheapest { $0.service == service }),
                ]
            })
    }

    /// `/customer/countries`: all, or those that sell a service.
    func listCountries(_ request: EmulatedRequest) -> JSON {
        let wanted = request.value("service")
        let places = VirtualSMSCatalogue.countries.filter { country in
            wanted.map { catalogue.offer(of: $0, in: country.code) != nil } ?? true
        }
        return wrapped(
            "countries",
            places.map { country in
                let sold = catalogue.offers.filter { $0.country == country }
                return [
                    "country_id": .string(country.code), "country_name": .string(country.name),
                    "min_price": VirtualSMSWire.number(cheapest { $0.country == country }),
                    "services": .array(sold.map { .string($0.service.code) }),
                ]
            })
    }

    private func cheapest(_ isMeant: (VirtualSMSCatalogue.Offer) -> Bool) -> Money {
        catalogue.offers.filter(isMeant).map(\.price)
            .min { $1.isMore(than: $0) } ?? .zero
    }

    /// Some clients accept a bare list as well.
    private func wrapped(_ name: String, _ values: [JSON]) -> JSON {
        generation == .document
            ? .array(values) : .object([JSON.Member(name, .array(values))])
    }
}
