import Lines

/// The lookup endpoints.
extension SMS1001Emulator {
    /// `/informative/services`: prices are strings here.
    func listServices() -> JSON {
        .array(
            SMS1001Catalogue.services.map { service in
                let cheapest = catalogue.offers.filter { $0.service == service }
                    .min { $1.price.isMore(than: $0.price) }
                return [
                    "id": .string("clx_\(service.slug)"), "name": .string(service.name),
                    "slug": .string(service.slug),
                    "price": SMS1001Wire.text(cheapest?.price ?? .zero),
                    "popular": .bool(service.isPopular),
                    "iconPath": .string("https://www.1001sms.com/icons/\(service.slug).svg"),
                ]
            })
    }

    /// `/informative/countries`
    func listCountries() -> JSON {
        .array(
            SMS1001Catalogue.countries.map { country in
                [
                    "id": .string("clx_\(country.slug)"), "name": .string(country.name),
                    "code": .string(country.code), "slug": .string(country.slug),
                    "flag": .string(country.code), "continent": .string(country.continent),
                    "phoneCode": .string("+\(country.callingCode)"),
                ]
            })
    }

    /// `/informative/pricing`, whose format depends on the query.
    func listPrices(_ request: EmulatedRequest) throws(SMS1001Refusal) -> JSON {
        let country = try request.value("country").map(country)
        let service = try request.value("service").map(service)
        switch (country, service) {
        case (let country?, let service?):
            return [
                // As in the request: a code, name or slug.
                "country": .string(request.value("country") ?? ""),
                "service": .string(service.slug), "operators": operators(service, country),
            ]
        case (let country?, nil): return prices(of: country)
        case (nil, let service?): return prices(of: service)
        case (nil, nil): throw .missing("country or service")
        }
    }

    private func prices(of country: SMS1001Catalogue.Country) -> JSON {
        let sold = SMS1001Catalogue.services.filter {
            !catalogue.offers(of: $0, in: country).isEmpty
        }
        return [
            "country": .string(country.name), "countryCode": .string(country.code),
            "countrySlug": .string(country.slug),
            "services": .array(
                sold.map { service in
                    [
                        "service": .string(service.slug), "serviceName": .string(service.name),
                        "operators": operators(service, country),
                    ]
                }),
        ]
    }

    private func prices(of service: SMS1001Catalogue.Service) -> JSON {
        let sellers = SMS1001Catalogue.countries.filter {
            !catalogue.offers(of: service, in: $0).isEmpty
        }
        return [
            "service": .string(service.slug),
            "countries": .array(
                sellers.map { country in
                    [
                        "country": .string(country.name), "countryCode": .string(country.code),
                        "countrySlug": .string(country.slug),
                        "operators": operators(service, country),
                    ]
                }),
        ]
    }

    private func operators(
        _ service: SMS1001Catalogue.Service, _ country: SMS1001Catalogue.Country
    ) -> JSON {
        .array(
            catalogue.offers(of: service, in: country).map { offer in
                [
                    "operator": .string(offer.operatorName),
                    "price": SMS1001Wire.number(offer.price),
                    "count": .int(stock[offer.key, default: 0]),
                    "deliverability": .int(offer.deliverability),
                    "provider": .string(offer.alias),
                ]
            })
    }

    func country(_ text: String) throws(SMS1001Refusal) -> SMS1001Catalogue.Country {
        guard let country = catalogue.country(text) else { throw .notFound("Country") }
        return country
    }

    func service(_ slug: String) throws(SMS1001Refusal) -> SMS1001Catalogue.Service {
        guard let service = catalogue.service(slug) else { throw .notFound("Service") }
        return service
    }
}
