import Lines
import Randomness

/// The catalogue of the emulated VirtualSMS: a small, fixed world with prices from the seed.
struct VirtualSMSCatalogue: Sendable {
    struct Country: Hashable, Sendable {
        var name: String
        /// ISO 3166 code, which is also the provider's id.
        var code: String
        var callingCode: String
        /// The first digits of a national number; the rest are random.
        var prefix: String
        /// The number of digits of a national number, including the prefix.
        var length: Int
        /// Its number in the suppliers' network.
        var networkNumber: Int
    }

    struct Service: Hashable, Sendable {
        var name: String
        /// Two letters, as in the old protocols; names are not accepted.
        var code: String
    }

    /// A service in a country.
    struct Offer: Sendable {
        struct Key: Hashable, Sendable {
            var country: String
            var service: String
        }

        var country: Country
        var service: Service
        var price: Money
        var stock: Int
        /// Listed with stock it does not have: lists lag behind.
        var isPhantom: Bool

        var key: Key { Key(country: country.code, service: service.code) }
    }

    let offers: [Offer]

    init(seed: UInt64) {
        offers = VirtualSMSCatalogue.countries.flatMap { country in
            VirtualSMSCatalogue.services.compactMap { service in
                VirtualSMSCatalogue.draw(service, in: country, seed: seed)
            }
        }
    }

    /// Pairs that are never sold.
    private static let notOffered: Set<String> = ["EE ts", "CI ub"]
    /// Pairs that are currently sold out.
    private static let outOfStock: Set<String> = ["FR ts", "EE ub"]
    /// Pairs that are listed with stock and have none.
    private static let phantoms: Set<String> = ["DE ts"]

    private static func draw(_ service: Service, in country: Country, seed: UInt64) -> Offer? {
        let pair = "\(country.code) \(service.code)"
        guard !notOffered.contains(pair) else { return nil }
        var random = SeededRandom(seed: seed, for: "virtualsms offer \(pair)")
        let cents = Int64.random(in: 5...90, using: &random)
        let stock = Int.random(in: 30...900, using: &random)
        return Offer(
            country: country, service: service, price: Money(tenThousandths: cents * 100),
            stock: outOfStock.contains(pair) ? 0 : stock, isPhantom: phantoms.contains(pair))
    }

    /// By code, ignoring case.
    func country(_ code: String) -> Country? {
        VirtualSMSCatalogue.countries.first { $0.code == code.uppercased() }
    }

    func service(_ code: String) -> Service? {
        VirtualSMSCatalogue.services.first { $0.code == code }
    }

    func offer(of service: String, in country: String) -> Offer? {
        offers.first { $0.service.code == service && $0.country.code == country.uppercased() }
    }
}
