/// The countries and services, in the format of the provider's own lists.
extension SMS1001Catalogue {
    static let countries: [Country] = [
        Country(
            name: "United States", code: "US", slug: "united-states", continent: "NORTH_AMERICA",
            callingCode: "1", prefix: "415", length: 10),
        Country(
            name: "Canada", code: "CA", slug: "canada", continent: "NORTH_AMERICA",
            callingCode: "1", prefix: "604", length: 10),
        Country(
            name: "United Kingdom", code: "GB", slug: "united-kingdom", continent: "EUROPE",
            callingCode: "44", prefix: "77", length: 10),
        Country(
            name: "Netherlands", code: "NL", slug: "netherlands", continent: "EUROPE",
            callingCode: "31", prefix: "61", length: 9),
        Country(
            name: "Germany", code: "DE", slug: "germany", continent: "EUROPE",
            callingCode: "49", prefix: "151", length: 11),
        Country(
            name: "France", code: "FR", slug: "france", continent: "EUROPE",
            callingCode: "33", prefix: "66", length: 9),
        Country(
            name: "Estonia", code: "EE", slug: "estonia", continent: "EUROPE",
            callingCode: "372", prefix: "55", length: 8),
        Country(
            name: "Côte d'Ivoire", code: "CI", slug: "cote-d-ivoire", continent: "AFRICA",
            callingCode: "225", prefix: "07", length: 10),
    ]

    static let services: [Service] = [
        Service(name: "Amazon / AWS", slug: "amazon-aws", isPopular: false),
        Service(name: "Discord", slug: "discord", isPopular: true),
        Service(name: "Google", slug: "google", isPopular: true),
        Service(name: "imo", slug: "imo", isPopular: false),
        Service(name: "PayPal", slug: "paypal", isPopular: false),
        Service(name: "Telegram", slug: "telegram", isPopular: true),
        Service(name: "Uber", slug: "uber", isPopular: false),
        Service(name: "WhatsApp", slug: "whatsapp", isPopular: true),
    ]
}
