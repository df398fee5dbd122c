import Lines
package import Providers

/// The only place that resolves a person's name for a country, a service or a rental.
///
/// The provider's id takes precedence, then the exact name, then other known names, and finally a
/// prefix of a name. An ambiguous word is never guessed at.
extension Catalogue {
    /// A shorter prefix is too vague to buy by.
    private static let shortestBeginning = 3

    /// The country with this provider id, name or code.
    package func country(_ word: String) throws(KeeperError) -> Country {
        try Self.check(word, isA: "country")
        if isUnlisted {
            guard let code = CountryCodes.code(of: word) else {
                throw .noCountry(word)
            }
            return Country(id: code.lowercased(), name: code, code: code)
        }
        let wanted = word.lowercased()
        if let known = countries.first(where: { $0.id.lowercased() == wanted }) { return known }
        let plain = CountryCodes.plain(word)
        let codes = CountryCodes.codes(of: word)
        return try one(
            of: countries, by: word, what: "country", names: { $0.name }, id: { $0.id },
            ranks: [
                { CountryCodes.plain($0.name) == plain && !plain.isEmpty },
                { $0.code.map(codes.contains) ?? false && CountryCodes.isPlain($0.name) },
                { $0.code.map(codes.contains) ?? false },
                { Self.begins(CountryCodes.plain($0.name), with: plain) },
            ])
    }

    /// The service with this name, provider id or usual short code.
    package func service(_ word: String) throws(KeeperError) -> Service {
        try Self.check(word, isA: "service")
        let names = ServiceNames.names(of: word)
        if isUnlisted {
            return Service(id: names.first ?? word.lowercased(), name: word)
        }
        let wanted = word.lowercased()
        if let exact = services.first(where: { $0.name.lowercased() == wanted }) { return exact }
        if let known = services.first(where: { $0.id.lowercased() == wanted }) { return known }
        let plain = ServiceNames.plain(word)
        let code = ServiceNames.code(of: word)
        return try one(
            of: services, by: word, what: "service", names: { $0.name }, id: { $0.id },
            ranks: [
                { !plain.isEmpty && ServiceNames.parts(of: $0.name).contains(plain) },
                { !Set(ServiceNames.parts(of: $0.name)).isDisjoint(with: names) },
                // Some lists contain nothing but codes.
                { $0.id == code && $0.name.lowercased() == code },
                {
                    !ServiceNames.isKnown(word)
                        && Self.begins(ServiceNames.plain($0.name), with: plain)
                },
            ])
    }

    /// The rental with this id, name, name prefix or country.
    package func rental(_ word: String) throws(KeeperError) -> RentalOffer {
        try Self.check(word, isA: "rental")
        if let known = rentals.first(where: { $0.id == word }) { return known }
        let wanted = word.lowercased()
        let codes = CountryCodes.codes(of: word)
        func isThere(_ offer: RentalOffer) -> Bool {
            CountryCodes.code(of: offer).map(codes.contains) ?? false
        }
        return try one(
            of: rentals, by: word, what: "rental", names: { $0.name }, id: { $0.id },
            ranks: [
                { $0.name.lowercased() == wanted },
                { Self.begins($0.name.lowercased(), with: wanted) },
                { isThere($0) && CountryCodes.isPlain($0.name) },
                { isThere($0) },
            ])
    }

    /// Rentals with numbers from a country, and rentals whose name contains the word.
    package func rentals(in word: String) -> [RentalOffer] {
        guard !word.allSatisfy(\.isWhitespace) else { return [] }
        let place = try? country(word)
        let codes = place?.code.map { [$0] } ?? CountryCodes.codes(of: word)
        return rentals.filter { offer in
            CountryCodes.code(of: offer).map(codes.contains) ?? false
                || offer.name.lowercased().contains(word.lowercased())
        }
    }

    /// Countries that a word may mean: its name contains it, or it is another of its names.
    package func countries(matching word: String) -> [Country] {
        guard !word.isEmpty else { return countries }
        let codes = CountryCodes.codes(of: word)
        let plain = CountryCodes.plain(word)
        return countries.filter {
            !plain.isEmpty && CountryCodes.plain($0.name).contains(plain)
                || $0.id.lowercased() == word.lowercased()
                || $0.code.map(codes.contains) ?? false
        }
    }

    /// Services that a word may mean.
    package func services(matching word: String) -> [Service] {
        guard !word.isEmpty else { return services }
        let plain = ServiceNames.plain(word)
        let names = Set(ServiceNames.names(of: word))
        return services.filter {
            !plain.isEmpty && ServiceNames.plain($0.name).contains(plain)
                || $0.id.lowercased() == word.lowercased()
                || !names.isDisjoint(with: ServiceNames.parts(of: $0.name))
        }
    }

    /// Returns a test of whether a country as stored with a line is the one a word means.
    package func meaning(ofCountry word: String) -> (String?) -> Bool {
        let place = try? country(word)
        let plain = CountryCodes.plain(word)
        let codes = place?.code.map { [$0] } ?? CountryCodes.codes(of: word)
        return { written in
            guard let written else { return false }
            if let code = CountryCodes.code(of: written) { return codes.contains(code) }
            if CountryCodes.plain(written) == plain { return true }
            let known = countries.first { $0.id == written }
            return known.map { $0 == place || $0.code.map(codes.contains) ?? false } ?? false
        }
    }

    /// The same for services.
    package func meaning(ofService word: String) -> (String?) -> Bool {
        let meant = try? service(word)
        let names = Set(
            ServiceNames.names(of: word) + (meant.map { ServiceNames.names(of: $0.name) } ?? []))
        return { written in
            guard let written else { return false }
            return written == meant?.id
                || !names.isDisjoint(with: ServiceNames.names(of: written))
        }
    }

    /// An empty word would be contained in every name.
    private static func check(_ word: String, isA what: String) throws(KeeperError) {
        guard word.allSatisfy(\.isWhitespace) else { return }
        throw .unknown(what: what, name: word, nearest: [])
    }

    private static func begins(_ name: String, with word: String) -> Bool {
        word.count >= shortestBeginning && name.hasPrefix(word)
    }

    /// The only match of the first rank that has any.
    private func one<Thing>(
        of things: [Thing], by word: String, what: String, names: (Thing) -> String,
        id: (Thing) -> String, ranks: [(Thing) -> Bool]
    ) throws(KeeperError) -> Thing {
        for isMeant in ranks {
            let found = things.filter(isMeant)
            if found.count == 1, let only = found.first { return only }
            if found.count > 1 {
                throw .severalMeant(
                    what: what, name: word, found.prefix(5).map { "\(names($0)) (\(id($0)))" })
            }
        }
        // Digits without a plus could be another provider's id of a country.
        let calling =
            what == "country" && word.allSatisfy(\.isNumber)
            && !CountryCodes.codes(of: "+" + word).isEmpty
        throw .unknown(
            what: what, name: word,
            nearest: calling ? ["+\(word)"] : Self.nearest(word, among: things.map(names)))
    }

    private static func nearest(_ word: String, among names: [String]) -> [String] {
        let within = names.filter { $0.lowercased().contains(word.lowercased()) }
        guard within.isEmpty else {
            return Array(within.sorted { $0.count < $1.count }.prefix(3))
        }
        return Lines.nearest(word, to: names).map { [$0] } ?? []
    }
}
