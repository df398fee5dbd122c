import Lines
import Randomness

/// The catalogue: a small, fixed world with prices and stocks from the seed.
struct HandlerAPICatalogue: Sendable {
    struct Country: Hashable, Sendable {
        /// The protocol's own number.
        var id: String
        var name: String
        /// ISO 3166 code.
        var code: String
        var callingCode: String
    }

    struct Service: Hashable, Sendable {
        var code: String
        var name: String
    }

    /// A service in a country.
    struct Pair: Hashable, Sendable {
        var country: Country
        var service: Service

        var title: String { "\(service.name) in \(country.name)" }
    }

    struct Offer: Sendable {
        var price: Money
        var stock: Int
        /// Percent.
        var successRate: Int
    }

    let offers: [Pair: Offer]
    let countries: [Country]
    let currency: String

    init(seed: UInt64, dialect: HandlerAPIEmulator.Dialect, currency: String) {
        self.currency = currency
        countries = HandlerAPICatalogue.everywhere.filter {
            dialect != .daisysms || $0.id == "187"
        }
        var offers: [Pair: Offer] = [:]
        for country in countries {
            for service in HandlerAPICatalogue.services {
                let pair = Pair(country: country, service: service)
                let name = "\(country.id) \(service.code)"
                guard !HandlerAPICatalogue.notSold.contains(name) else { continue }
                var random = SeededRandom(
                    seed: seed, for: "handler_api \(dialect.rawValue) \(name)")
                let cents = Int64.random(in: 8...80, using: &random)
                let stock = Int.random(in: 40...9000, using: &random)
                offers[pair] = Offer(
                    price: Money(tenThousandths: cents * 100, currency: currency),
                    stock: HandlerAPICatalogue.soldOut.contains(name) ? 0 : stock,
                    successRate: Int.random(in: 40...95, using: &random))
            }
        }
        self.offers = offers
    }

    /// Pairs that are never sold.
    private static let notSold: Set<String> = ["43 ub", "0 ts"]
    /// Pairs that are currently sold out.
    private static let soldOut: Set<String> = ["78 ts", "187 ub"]

    private static let everywhere: [Country] = [
        Country(id: "0", name: "Russia", code: "RU", callingCode: "7"),
        Country(id: "6", name: "Indonesia", code: "ID", callingCode: "62"),
        Country(id: "16", name: "United Kingdom", code: "GB", callingCode: "44"),
        Country(id: "22", name: "India", code: "IN", callingCode: "91"),
        Country(id: "43", name: "Germany", code: "DE", callingCode: "49"),
        Country(id: "78", name: "France", code: "FR", callingCode: "33"),
        Country(id: "187", name: "USA", code: "US", callingCode: "1"),
    ]

    static let services: [Service] = [
        Service(code: "ds", name: "Discord"), Service(code: "go", name: "Google"),
        Service(code: "ig", name: "Instagram"), Service(code: "tg", name: "Telegram"),
        Service(code: "ts", name: "PayPal"), Service(code: "ub", name: "Uber"),
        Service(code: "wa", name: "WhatsApp"), Service(code: "ya", name: "Yandex"),
    ]

    func country(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> Country {
        let id = request.value("country") ?? countries.first?.id
        guard let country = countries.first(where: { $0.id == id }) else {
            throw HandlerAPIRefusal("BAD_COUNTRY")
        }
        return country
    }

    func service(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> Service {
        let code = request.value("service")
        guard let service = HandlerAPICatalogue.services.first(where: { $0.code == code }) else {
            throw HandlerAPIRefusal("BAD_SERVICE")
        }
        return service
    }

    /// How long an activation of a service waits for its code.
    static func life(_ service: Service) -> Duration {
        switch service.code {
        case "ya": .minutes(40)
        case "ig": .minutes(60)
        default: .minutes(20)
        }
    }
}
