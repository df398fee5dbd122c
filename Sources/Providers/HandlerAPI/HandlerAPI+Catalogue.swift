import Lines

/// The catalogue: countries by the protocol's own numbers, services by short codes.
extension HandlerAPI {
    package func countries() async throws(ProviderError) -> Answer<[Country]> {
        guard dialect != .daisysms else { return try await soldCountries() }
        let answer = try await ask(.countries)
        return answer.answer(
            try answer.entries("countries", "data").compactMap { member in
                let entry = member.value
                guard let id = entry.text("id", "code", "country") ?? Self.number(member.key),
                    entry.integer("visible") != 0
                else { return nil }
                return HandlerAPICountry.country(
                    id, name: entry.text("eng", "name", "title", "rus") ?? entry.text)
            })
    }

    package func services(in country: Country?) async throws(ProviderError) -> Answer<[Service]> {
        switch dialect {
        case .original, .clone:
            let place = country.map { [(name: "country", value: $0.id)] } ?? []
            return try await listedServices(.serviceList, place + [("lang", "en")])
        case .virtualsms:
            let all = try await listedServices(.services)
            guard let country else { return all }
            let sold = try await soldServices(in: country.id)
            return all.map { all in all.filter { sold.contains($0.id) } }
        case .daisysms:
            let answer = try await priceList()
            return answer.answer(
                try answer.entries().compactMap { entry in
                    if let country, entry.value[country.id] == nil { return nil }
                    return Service(id: entry.key, name: Self.name(of: entry) ?? entry.key)
                })
        }
    }

    private func listedServices(
        _ action: HandlerAPIAction, _ fields: [(name: String, value: String)] = []
    ) async throws(ProviderError) -> Answer<[Service]> {
        let answer = try await ask(action, fields)
        return answer.answer(
            try answer.entries("services", "data").compactMap { member in
                let entry = member.value
                let code =
                    entry.text("code", "id", "service", "short_name") ?? Self.word(member.key)
                guard let code else { return nil }
                return Service(id: code, name: entry.text("name", "title") ?? entry.text ?? code)
            })
    }

    private func soldServices(in country: String) async throws(ProviderError) -> Set<String> {
        let answer = try await priceList(country: country)
        let entries = try answer.entries()
        if let here = answer.json[country]?.entries { return Set(here.map(\.key)) }
        return Set(entries.filter { $0.value[country] != nil }.map(\.key))
    }

    /// The countries of the price list, if there is no list of countries.
    private func soldCountries() async throws(ProviderError) -> Answer<[Country]> {
        let answer = try await priceList()
        var seen: Set<String> = []
        let ids = try answer.entries().flatMap { $0.value.entries?.map(\.key) ?? [] }
        return answer.answer(
            ids.filter { Self.number($0) != nil && seen.insert($0).inserted }
                .map { HandlerAPICountry.country($0) })
    }

    /// A service's name, if one of its prices contains it.
    private static func name(of entry: JSONValue.Member) -> String? {
        entry.value.entries?.lazy.compactMap { $0.value.text("name") }.first
    }

    /// A key that is a country's number rather than an index.
    private static func number(_ key: String) -> String? { Int(key) == nil ? nil : key }

    /// A key that is a code rather than an index.
    private static func word(_ key: String) -> String? { Int(key) == nil ? key : nil }
}
