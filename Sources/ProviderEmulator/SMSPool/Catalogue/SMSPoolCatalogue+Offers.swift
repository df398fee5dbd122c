import Lines
import Randomness

extension SMSPoolCatalogue {
    /// One or two random pools for every service in every country, at random prices.
    static func drawOffers(seed: UInt64) -> [Offer] {
        countries.flatMap { country in
            services.flatMap { service in
                drawOffers(of: service, in: country, seed: seed)
            }
        }
    }

    private static func drawOffers(
        of service: Service, in country: Country, seed: UInt64
    ) -> [Offer] {
        let pair = "\(country.code) \(service.id)"
        guard !goods.notOffered.contains(pair) else { return [] }
        var random = SeededRandom(seed: seed, for: "offer \(pair)")
        let cents = Int64.random(in: 5...90, using: &random)
        let empty = goods.outOfStock.contains(pair)
        var offers = [
            Offer(
                country: country, service: service, pool: pool(for: country, using: &random),
                price: Money(tenThousandths: cents * 100),
                successRate: Int.random(in: 35...80, using: &random),
                stock: empty ? 0 : Int.random(in: 40...900, using: &random))
        ]
        // A second pool is dearer and more reliable, so that the pricing option matters.
        if Bool.random(using: &random), let other = pools.dropFirst().randomElement(using: &random),
            other != offers[0].pool
        {
            offers.append(
                Offer(
                    country: country, service: service, pool: other,
                    price: Money(tenThousandths: (cents * 3 / 2 + 2) * 100),
                    successRate: Int.random(in: 81...100, using: &random),
                    stock: empty ? 0 : Int.random(in: 40...900, using: &random)))
        }
        return offers
    }

    /// American numbers come first from the pool with a choice of area code.
    private static func pool(for country: Country, using random: inout SeededRandom) -> Pool {
        let first = pools.first { $0.id == american } ?? pools[0]
        guard country.code != "US" else { return first }
        return pools.dropFirst().randomElement(using: &random) ?? first
    }
}
