import Lines

/// The catalogue's lists.
extension HandlerAPIEmulator {
    /// `getCountries`: an object keyed by number.
    func listCountries() -> JSON {
        .object(
            catalogue.countries.map { country in
                JSON.Member(
                    country.id,
                    [
                        "id": .number(country.id), "rus": .string(country.name),
                        "eng": .string(country.name), "chn": .string(country.name),
                        "visible": 1, "retry": 1, "rent": 1,
                        "multiService": isShared(country) ? 1 : 0,
                    ])
            })
    }

    /// `getServicesList`, and the bare map of the seven-action dialect.
    func listServices(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> JSON {
        var services = HandlerAPICatalogue.services
        if dialect != .virtualsms, request.value("country") != nil {
            let country = try catalogue.country(request)
            services.removeAll { catalogue.offers[.init(country: country, service: $0)] == nil }
        }
        guard dialect != .virtualsms else {
            return .object(services.map { JSON.Member($0.code, .string($0.name)) })
        }
        return [
            "status": "success",
            "services": .array(
                services.map { ["code": .string($0.code), "name": .string($0.name)] }),
        ]
    }

    /// `getPrices` has services within countries, `getPricesVerification` the reverse.
    func listPrices(
        _ request: EmulatedRequest, serviceFirst: Bool
    ) throws(HandlerAPIRefusal) -> JSON {
        let (service, country) = (request.value("service"), request.value("country"))
        let pairs = catalogue.offers.keys.filter { pair in
            (service ?? pair.service.code) == pair.service.code
                && (country ?? pair.country.id) == pair.country.id
        }
        let outer = Set(pairs.map { serviceFirst ? $0.service.code : $0.country.id }).sorted()
        return .keyed(
            outer.map { key in
                let inner = pairs.filter {
                    (serviceFirst ? $0.service.code : $0.country.id) == key
                }.sorted { $0.title < $1.title }
                return JSON.Member(
                    key,
                    .object(
                        inner.map { pair in
                            JSON.Member(
                                serviceFirst ? pair.country.id : pair.service.code,
                                price(of: pair, serviceFirst: serviceFirst))
                        }))
            })
    }

    private func price(of pair: HandlerAPICatalogue.Pair, serviceFirst: Bool) -> JSON {
        let price = catalogue.offers[pair]?.price ?? .zero
        let count = JSON.int(stock[pair, default: 0])
        guard serviceFirst else {
            return ["cost": HandlerAPIWire.number(price), "count": count, "physicalCount": count]
        }
        return ["count": count, "price": .string(price.decimal)]
    }

    /// `getNumbersStatus`: counts are strings, and in the older form the key has a suffix.
    func listStock(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> JSON {
        let country = try catalogue.country(request)
        let pairs = stock.keys.filter { $0.country == country }.sorted { $0.title < $1.title }
        return .object(
            pairs.flatMap { pair -> [JSON.Member] in
                let count = JSON.string(String(stock[pair, default: 0]))
                guard dialect == .clone else { return [JSON.Member(pair.service.code, count)] }
                return [
                    JSON.Member("\(pair.service.code)_0", count),
                    JSON.Member("\(pair.service.code)_1", "0"),
                ]
            })
    }

    /// `getOperators`
    func listOperators(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> JSON {
        let country = try catalogue.country(request)
        guard country.id != "187" else { throw HandlerAPIRefusal("OPERATORS_NOT_FOUND") }
        return [
            "status": "success",
            "countryOperators": .object([JSON.Member(country.id, ["any", "tele2"])]),
        ]
    }

    /// `getTopCountriesByService`: an object keyed by rank, with country numbers but no names.
    func listTopCountries(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> JSON {
        let service = try catalogue.service(request)
        let pairs = catalogue.offers.filter { $0.key.service == service }
            .sorted { stock[$0.key, default: 0] > stock[$1.key, default: 0] }
        return .indexed(
            pairs.map { pair, offer in
                [
                    "country": .number(pair.country.id), "count": .int(stock[pair, default: 0]),
                    "price": HandlerAPIWire.number(offer.price),
                    "retail_price": HandlerAPIWire.number(offer.price),
                ]
            })
    }
}
