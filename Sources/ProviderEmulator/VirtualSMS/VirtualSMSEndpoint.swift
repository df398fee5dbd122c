/// Every path the emulated VirtualSMS answers.
enum VirtualSMSEndpoint: String, CaseIterable, Sendable {
    case price
    case catalogue = "catalog/countries"
    case services = "customer/services"
    case countries = "customer/countries"
    case balance = "customer/balance"
    case totals = "balance"
    case profile = "customer/profile"
    case transactions = "customer/transactions"
    case purchase = "customer/purchase"
    case orders = "customer/orders"
    case order = "customer/order/:id"
    case swap = "customer/swap/:id"
    case cancel = "customer/cancel/:id"
    case retry = "orders/:id/retry"
    case rentalPricing = "rentals/pricing"
    case rentalAvailable = "rentals/available"
    case rentalServices = "rentals/services"
    case rentalPrice = "rentals/price"
    case rentals
    case rentNetwork = "rentals/provider"
    case extend = "rentals/:id/extend"
    case giveBack = "rentals/:id/cancel"
    case webhooks = "customer/webhooks"
    case webhook = "customer/webhooks/:id"
    case testWebhook = "customer/webhooks/:id/test"
    case deliveries = "customer/webhooks/:id/deliveries"

    var path: String { "api/v1/\(rawValue)" }

    var methods: [String] {
        switch self {
        case .purchase, .swap, .cancel, .retry, .rentNetwork, .extend, .giveBack, .testWebhook:
            ["POST"]
        case .rentals, .webhooks: ["GET", "POST"]
        case .webhook: ["GET", "PATCH", "DELETE"]
        default: ["GET"]
        }
    }

    var isPublic: Bool {
        switch self {
        case .price, .catalogue, .rentalPricing, .rentalAvailable, .rentalServices, .rentalPrice:
            true
        default: false
        }
    }

    /// Whether it counts towards the requests per minute.
    var isCounted: Bool { rawValue.hasPrefix("customer/") }

    /// The endpoint of a path and the id in it.
    static func match(_ path: String) -> (endpoint: VirtualSMSEndpoint, id: String)? {
        guard path.hasPrefix("api/v1/") else { return nil }
        let parts = path.dropFirst(7).split(separator: "/", omittingEmptySubsequences: false)
        let names = allCases.map { ($0, $0.rawValue.split(separator: "/")) }
        let exact = names.first { $0.1.elementsEqual(parts) }
        let found = exact ?? names.first { fits(parts, $0.1) }
        guard let (endpoint, pattern) = found else { return nil }
        guard exact == nil, let place = pattern.firstIndex(of: ":id") else { return (endpoint, "") }
        let escaped = parts[place].replacing("+", with: "%2B")
        return (endpoint, FormParameters.urlEncoded("id=" + escaped).first?.value ?? "")
    }

    private static func fits(_ parts: [Substring], _ pattern: [Substring]) -> Bool {
        parts.count == pattern.count
            && zip(parts, pattern).allSatisfy { $1 == ":id" ? !$0.isEmpty : $0 == $1 }
    }
}
