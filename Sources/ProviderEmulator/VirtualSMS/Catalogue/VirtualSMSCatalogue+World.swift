import Lines

/// The countries and services, and the prices of rentals.
extension VirtualSMSCatalogue {
    static let countries: [Country] = [
        Country(
            name: "United States", code: "US", callingCode: "1", prefix: "415", length: 10,
            networkNumber: 187),
        Country(
            name: "Canada", code: "CA", callingCode: "1", prefix: "604", length: 10,
            networkNumber: 36),
        Country(
            name: "United Kingdom", code: "GB", callingCode: "44", prefix: "77", length: 10,
            networkNumber: 16),
        Country(
            name: "Netherlands", code: "NL", callingCode: "31", prefix: "61", length: 9,
            networkNumber: 48),
        Country(
            name: "Germany", code: "DE", callingCode: "49", prefix: "151", length: 11,
            networkNumber: 43),
        Country(
            name: "France", code: "FR", callingCode: "33", prefix: "66", length: 9,
            networkNumber: 78),
        Country(
            name: "Estonia", code: "EE", callingCode: "372", prefix: "55", length: 8,
            networkNumber: 34),
        Country(
            name: "Côte d'Ivoire", code: "CI", callingCode: "225", prefix: "07", length: 10,
            networkNumber: 27),
    ]

    static let services: [Service] = [
        Service(name: "Amazon", code: "am"), Service(name: "Discord", code: "ds"),
        Service(name: "Google/Gmail", code: "go"), Service(name: "imo", code: "im"),
        Service(name: "PayPal", code: "ts"), Service(name: "Telegram", code: "tg"),
        Service(name: "Uber", code: "ub"), Service(name: "WhatsApp", code: "wa"),
    ]

    /// Rentals of a country's own numbers: dollars by hours.
    struct RentalPrices: Sendable {
        var country: String
        var full: [(hours: Int, dollars: Int)]
        var service: [(hours: Int, dollars: Int)]
        var stock: Int
    }

    static let rentals: [RentalPrices] = [
        RentalPrices(
            country: "GB", full: [(24, 2), (72, 5), (168, 9), (720, 28)],
            service: [(24, 1), (72, 3), (168, 5)], stock: 40),
        RentalPrices(
            country: "NL", full: [(24, 3), (72, 7), (168, 12)],
            service: [(24, 1), (72, 4), (168, 6)], stock: 12),
        RentalPrices(country: "EE", full: [(24, 1), (72, 3), (168, 6)], service: [], stock: 7),
        RentalPrices(country: "FR", full: [(720, 30)], service: [], stock: 0),
    ]

    /// The network's price for a number for one service, whichever it is.
    static let networkPrices: [(hours: Int, cents: Int64)] = [(24, 90), (72, 210), (168, 430)]

    /// The network's most requested services.
    static let popular = ["wa", "tg"]
}
