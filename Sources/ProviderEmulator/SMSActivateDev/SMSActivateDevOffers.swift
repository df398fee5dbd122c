import Lines
import Randomness

extension SMSActivateDevEmulator {
    /// A service in a country, with its price and stock.
    struct Offer: Sendable {
        let service: String
        /// In lower case, as the document writes it.
        let country: String
        let price: Money
        var stock: Int

        /// Two pairs are taken from the document: Telegram in Russia, and one that is sold out.
        static func catalogue(_ random: inout SeededRandom) -> [Offer] {
            var offers: [Offer] = []
            for service in services {
                for country in countries where !missing.contains("\(service) \(country.code)") {
                    let price = Money(tenThousandths: Int64(5 + random.next() % 60) * 100)
                    offers.append(
                        Offer(
                            service: service, country: country.code, price: price,
                            stock: Int(20 + random.next() % 180)))
                }
            }
            offers.append(
                Offer(
                    service: "telegram", country: "ru", price: Money(tenThousandths: 700),
                    stock: 142))
            offers.append(
                Offer(
                    service: "discord", country: "ee", price: Money(tenThousandths: 2100), stock: 0)
            )
            return offers
        }

        private static let services = [
            "google", "telegram", "whatsapp", "discord", "signal", "uber", "amazon",
        ]
        private static let missing: Set<String> = [
            "telegram ru", "discord ee", "uber ru", "signal ru",
        ]
    }

    /// Countries with the prefix of their numbers and the number of remaining digits.
    static let countries: [(code: String, prefix: String, digits: Int)] = [
        ("us", "1415", 7), ("gb", "447", 9), ("de", "4915", 9), ("nl", "316", 8), ("ru", "79", 9),
        ("ee", "3725", 6),
    ]
}
