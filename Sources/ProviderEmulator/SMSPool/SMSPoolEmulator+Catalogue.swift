import Lines

extension SMSPoolEmulator {
    /// `/country/retrieve_all`
    func listCountries() -> JSON {
        .array(
            SMSPoolCatalogue.countries.map { country in
                let common: JSON = [
                    "ID": id(country.id), "name": .string(country.name),
                    "region": .string(country.region),
                ]
                guard generation == .current else { return common }
                return common.with(["short_name": .string(country.code)])
            })
    }

    /// `/service/retrieve_all`: all of them, or those of one country.
    func listServices(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        var services = SMSPoolCatalogue.services
        if let text = request.value("country") {
            guard let country = catalogue.country(text) else { throw .invalid(.country) }
            services.removeAll { catalogue.offers(of: $0, in: country).isEmpty }
        }
        return .array(
            services.map { service in
                let common: JSON = ["ID": id(service.id), "name": .string(service.name)]
                return generation == .current ? common.with(["favourite": 0]) : common
            })
    }

    /// `/pool/retrieve_all`
    func listPools() -> JSON {
        .array(
            SMSPoolCatalogue.pools.map { ["ID": id($0.id), "name": .string($0.name)] })
    }

    /// The cheapest offer with stock in each country, in the order of the list of countries.
    func suggestions(for service: SMSPoolCatalogue.Service) -> [SMSPoolCatalogue.Offer] {
        SMSPoolCatalogue.countries.compactMap { country in
            catalogue.offers(of: service, in: country).first { stock[$0.key, default: 0] > 0 }
        }
    }

    /// The country and service of a request.
    func subject(
        of request: EmulatedRequest
    ) throws(SMSPoolRefusal) -> (SMSPoolCatalogue.Country, SMSPoolCatalogue.Service) {
        guard let country = try wanted(.country, in: request, by: catalogue.country) else {
            throw .missing([.country])
        }
        guard let service = try wanted(.service, in: request, by: catalogue.service) else {
            throw .missing([.service])
        }
        return (country, service)
    }

    /// A number in a list: a string in the document, a number now.
    func id(_ value: Int) -> JSON {
        generation == .current ? .int(value) : .string(String(value))
    }

    /// The value a parameter names; nil if it is missing.
    func wanted<Value>(
        _ parameter: SMSPoolParameter, in request: EmulatedRequest,
        by find: (String) -> Value?
    ) throws(SMSPoolRefusal) -> Value? {
        guard let text = request.value(parameter.rawValue) else { return nil }
        guard let value = find(text) else { throw .invalid(parameter) }
        return value
    }
}
