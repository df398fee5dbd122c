import Lines
import Randomness

/// The offers and prices of operators: random from the seed, except for those that tests rely on.
extension SMS1001Catalogue {
    /// Pairs that are never sold.
    private static let notOffered: Set<String> = ["EE paypal", "CI uber"]

    /// Pairs that are currently sold out.
    private static let outOfStock: Set<String> = ["FR paypal", "EE uber"]

    /// Pairs whose only offer claims stock and has none.
    private static let phantoms: Set<String> = ["DE paypal"]

    static func drawOffers(seed: UInt64) -> [Offer] {
        countries.flatMap { country in
            services.flatMap { drawOffers(of: $0, in: country, seed: seed) }
        }
    }

    private static func drawOffers(
        of service: Service, in country: Country, seed: UInt64
    ) -> [Offer] {
        let pair = "\(country.code) \(service.slug)"
        guard !notOffered.contains(pair) else { return [] }
        var random = SeededRandom(seed: seed, for: "1001sms offer \(pair)")
        let cents = Int64.random(in: 8...80, using: &random)
        let isEmpty = outOfStock.contains(pair)
        // The cheapest is never from the supplier that allows immediate cancels, nor the most
        // reliable.
        let cheapest = Bool.random(using: &random) ? "EXTRA" : "MAIN"
        var offers = [
            Offer(
                country: country, service: service, alias: cheapest,
                operatorName: cheapest == "EXTRA" ? "virtual9" : "Foxtrot",
                price: Money(tenThousandths: cents * 100),
                deliverability: Int.random(in: 40...75, using: &random),
                stock: isEmpty ? 0 : Int.random(in: 30...900, using: &random),
                isPhantom: phantoms.contains(pair))
        ]
        guard !phantoms.contains(pair) else { return offers }
        let dearer: [(String, String, Int64)] = [
            (cheapest == "EXTRA" ? "MAIN" : "EXTRA", "virtual4", cents + 7),
            ("EXTRA 2", "any", cents * 2),
        ]
        for (alias, name, price) in dearer {
            offers.append(
                Offer(
                    country: country, service: service, alias: alias, operatorName: name,
                    price: Money(tenThousandths: price * 100),
                    deliverability: Int.random(in: 76...99, using: &random),
                    stock: isEmpty ? 0 : Int.random(in: 5...90, using: &random)))
        }
        return offers
    }
}
