import Transport

/// One call of the protocol: its path, method and possible refusals.
enum VirtualSMSCall: Equatable, Sendable {
    case price, catalogue
    case services, countries
    case purchase, orders
    case order(String), swap(String), cancel(String), retry(String)
    case balance, profile, transactions
    case rentalPricing, rentalAvailable, rentalServices, rentalPrice
    case rentals, rent, rentNetwork
    case extend(String), giveBack(String)
    case webhooks, createWebhook
    case webhook(String), updateWebhook(String), deleteWebhook(String), testWebhook(String)
    case deliveries(String)

    /// The path after the root. Ids are escaped completely, so that none can lead to another
    /// address.
    var path: String {
        guard let id else { return name }
        return name.split(separator: "/").map { $0 == ":id" ? PercentEncoding.encode(id) : "\($0)" }
            .joined(separator: "/")
    }

    /// The name in the log: the path without an id.
    var name: String {
        switch self {
        case .price: "price"
        case .catalogue: "catalog/countries"
        case .services: "customer/services"
        case .countries: "customer/countries"
        case .purchase: "customer/purchase"
        case .orders: "customer/orders"
        case .order: "customer/order/:id"
        case .swap: "customer/swap/:id"
        case .cancel: "customer/cancel/:id"
        case .retry: "orders/:id/retry"
        case .balance: "customer/balance"
        case .profile: "customer/profile"
        case .transactions: "customer/transactions"
        case .rentalPricing: "rentals/pricing"
        case .rentalAvailable: "rentals/available"
        case .rentalServices: "rentals/services"
        case .rentalPrice: "rentals/price"
        case .rentals, .rent: "rentals"
        case .rentNetwork: "rentals/provider"
        case .extend: "rentals/:id/extend"
        case .giveBack: "rentals/:id/cancel"
        case .webhooks, .createWebhook: "customer/webhooks"
        case .webhook, .updateWebhook, .deleteWebhook: "customer/webhooks/:id"
        case .testWebhook: "customer/webhooks/:id/test"
        case .deliveries: "customer/webhooks/:id/deliveries"
        }
    }

    /// The id it concerns, if it is about one object that the provider may not know.
    var id: String? {
        switch self {
        case .order(let id), .swap(let id), .cancel(let id), .retry(let id), .extend(let id),
            .giveBack(let id), .webhook(let id), .updateWebhook(let id), .deleteWebhook(let id),
            .testWebhook(let id), .deliveries(let id):
            id
        default: nil
        }
    }

    var method: HTTPCall.Method {
        switch self {
        case .purchase, .swap, .cancel, .retry, .rent, .rentNetwork, .extend, .giveBack,
            .createWebhook, .testWebhook:
            .post
        case .updateWebhook: .patch
        case .deleteWebhook: .delete
        default: .get
        }
    }

    /// Whether it needs no key.
    var isPublic: Bool {
        switch self {
        case .price, .catalogue, .rentalPricing, .rentalAvailable, .rentalServices, .rentalPrice:
            true
        default: false
        }
    }

    var isPayment: Bool {
        switch self {
        case .purchase, .swap, .cancel, .retry, .rent, .rentNetwork, .extend, .giveBack: true
        default: false
        }
    }

    /// Whether it requests a number, which may be out of stock.
    var needsStock: Bool {
        switch self {
        case .purchase, .swap, .rent, .rentNetwork: true
        default: false
        }
    }

    /// The maximum number of bytes read of the answer.
    var limit: Int {
        switch self {
        case .services, .countries, .catalogue, .transactions, .rentalPricing, .rentalAvailable,
            .rentalServices:
            ReplyLimit.lists
        case .order, .orders, .rentals, .deliveries: ReplyLimit.texts
        default: ReplyLimit.plain
        }
    }

    /// Whether an id can be part of a path: an empty one, `.` and `..` mean another address.
    static func canName(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 200
            && !id.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
    }
}
