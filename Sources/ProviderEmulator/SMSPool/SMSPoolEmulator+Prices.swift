import Lines

extension SMSPoolEmulator {
    /// `/request/price`
    func price(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        guard let country = request.value("country").flatMap(catalogue.country),
            let service = request.value("service").flatMap(catalogue.service)
        else { throw .noPrice }
        var offers = catalogue.offers(of: service, in: country)
        if let pool = request.value("pool").flatMap(catalogue.pool), pool.id != 0 {
            offers.removeAll { $0.pool != pool }
        }
        // The present price of an order; if sold out, the price it would have in stock.
        let inStock = offers.filter { stock[$0.key, default: 0] > 0 }
        guard let offer = inStock.first ?? offers.first, let dearest = offers.last else {
            throw .noPrice
        }
        guard generation == .current else { return ["price": .string(offer.price.decimal)] }
        return [
            "price": .string(offer.price.decimal), "high_price": .string(dearest.price.decimal),
            "pool": .int(offer.pool.id), "success_rate": .int(offer.successRate),
        ]
    }

    /// `/request/pricing`: every matching offer, including those sold out.
    func listPrices(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        let limit = request.value("max_price").flatMap { Money(decimal: $0) }
        let country = try wanted(.country, in: request, by: catalogue.country)
        let service = try wanted(.service, in: request, by: catalogue.service)
        let pool = request.value("pool").flatMap(catalogue.pool)
        let offers = catalogue.offers.filter { offer in
            (country == nil || offer.country == country)
                && (service == nil || offer.service == service)
                && (pool == nil || pool?.id == 0 || offer.pool == pool)
                && limit.map { !offer.price.isMore(than: $0) } ?? true
        }
        return .array(
            offers.map { offer in
                [
                    "service": id(offer.service.id),
                    "service_name": .string(offer.service.name),
                    "country": id(offer.country.id),
                    "country_name": .string(offer.country.name),
                    "short_name": .string(offer.country.code), "pool": id(offer.pool.id),
                    "price": .string(offer.price.decimal),
                ]
            })
    }

    /// `/request/suggested_countries`
    func suggestCountries(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        guard let service = request.value("service").flatMap(catalogue.service) else {
            throw .invalid(.service)
        }
        return .array(
            suggestions(for: service).map { offer in
                [
                    "pool": .int(offer.pool.id), "country_id": .int(offer.country.id),
                    "name": .string(offer.country.name),
                    "short_name": .string(offer.country.code),
                    "price": .string(offer.price.decimal),
                ]
            })
    }

    /// `/request/success_rate`: the countries that sell a service, with both ends of the price.
    func listSuccessRates(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        guard let service = request.value("service").flatMap(catalogue.service) else {
            throw .invalid(.service)
        }
        return .array(
            SMSPoolCatalogue.countries.compactMap { country in
                let offers = catalogue.offers(of: service, in: country)
                guard let cheapest = offers.first, let dearest = offers.last else { return nil }
                return [
                    "country": .int(country.id), "country_id": .int(country.id),
                    "name": .string(country.name), "short_name": .string(country.code),
                    "success_rate": .string(String(cheapest.successRate)),
                    "price": .string(dearest.price.decimal),
                    "low_price": .string(cheapest.price.decimal),
                    "stock": .int(offers.reduce(0) { $0 + stock[$1.key, default: 0] }),
                ]
            })
    }

    /// `/sms/stock`
    func stock(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        let (country, service) = try subject(of: request)
        let pool = request.value("pool").flatMap(catalogue.pool)
        let amount = catalogue.offers(of: service, in: country)
            .filter { pool == nil || pool?.id == 0 || $0.pool == pool }
            .reduce(0) { $0 + stock[$1.key, default: 0] }
        return ["success": 1, "amount": .int(amount)]
    }
}
