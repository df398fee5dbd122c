import Lines
import Providers
import TestSupport
import Transport

/// Every call of an account with VirtualSMS, with sample arguments.
enum VirtualSMSQuestion: String, CaseIterable, Sendable {
    case countries, services, servicesThere, offer, suggested
    case order, limitedOrder, cancel, resend, swap, check, active, past
    case balance, profile, transactions
    case rentalOffers, rentalOffer, networkOffer, rentalPricing, available, networkServices
    case rentalPrice
    case rent, rentNetwork, extend, refund, rentals, rental, status, messages
    case webhooks, createWebhook, webhook, updateWebhook, deleteWebhook, testWebhook, deliveries

    /// Makes the call and ignores its answer.
    func ask(_ account: VirtualSMS) async throws(ProviderError) {
        let wanted = ActivationOrder(service: "wa", country: "AR")
        switch self {
        case .countries: _ = try await account.countries()
        case .services: _ = try await account.services(in: nil)
        case .servicesThere: _ = try await account.services(in: Country(id: "AR", name: ""))
        case .offer: _ = try await account.activationOffer(service: "wa", country: "GB")
        case .suggested: _ = try await account.suggestedCountries(service: "wa")
        case .order: _ = try await account.order(wanted)
        case .limitedOrder:
            var limited = wanted
            limited.maxPrice = dollars("1")
            _ = try await account.order(limited)
        case .cancel: _ = try await account.cancel("o-1")
        case .resend: _ = try await account.resend("o-1")
        case .swap: _ = try await account.swap("o-1")
        case .check: _ = try await account.check("o-1")
        case .active: _ = try await account.activeActivations()
        case .past: _ = try await account.pastActivations()
        case .balance: _ = try await account.balance()
        case .profile: _ = try await account.profile()
        case .transactions: _ = try await account.transactions()
        case .rentalOffers: _ = try await account.rentalOffers()
        case .rentalOffer: _ = try await account.rentalOffer("GB")
        case .networkOffer: _ = try await account.rentalOffer("network/DE/wa")
        case .rentalPricing: _ = try await account.rentalPricing()
        case .available: _ = try await account.rentalsAvailable(fromNetwork: true)
        case .networkServices: _ = try await account.networkServices(in: "DE")
        case .rentalPrice:
            _ = try await account.rentalPrice(service: "wa", country: "DE", days: 1)
        case .rent: _ = try await account.rent(RentalOrder(offer: "GB", days: 7))
        case .rentNetwork:
            _ = try await account.rent(RentalOrder(offer: "network/DE/wa", days: 1))
        case .extend: _ = try await account.extend("r-1", days: 1)
        case .refund: _ = try await account.refund("r-1")
        case .rentals: _ = try await account.rentals()
        case .rental: _ = try await account.rental("r-1")
        case .status: _ = try await account.status(of: "r-1")
        case .messages: _ = try await account.messages(of: "r-1")
        case .webhooks: _ = try await account.webhooks()
        case .createWebhook:
            _ = try await account.createWebhook(.init(url: "https://e.example/x"))
        case .webhook: _ = try await account.webhook("w-1")
        case .updateWebhook: _ = try await account.updateWebhook("w-1", .init())
        case .deleteWebhook: _ = try await account.deleteWebhook("w-1")
        case .testWebhook: _ = try await account.testWebhook("w-1")
        case .deliveries: _ = try await account.webhookDeliveries(of: "w-1")
        }
    }

    /// The answers that grant it, in the order of the requests.
    var granted: [String] {
        typealias Samples = VirtualSMSSamples
        switch self {
        case .countries: return [Samples.countries]
        case .services: return [Samples.services]
        case .servicesThere: return [Samples.services, Samples.countries]
        case .offer: return [Samples.price, Samples.stock]
        case .suggested: return [Samples.stock]
        case .order: return [Samples.purchase]
        case .limitedOrder: return [Samples.price, Samples.purchase]
        case .cancel: return [Samples.cancel]
        case .resend: return [Samples.retry]
        case .swap: return [Samples.swap]
        case .check: return [Samples.completed]
        case .active, .past: return [Samples.orders]
        case .balance: return [Samples.balance]
        case .profile: return [Samples.profile]
        case .transactions: return [Samples.transactions]
        case .rentalOffers: return [Samples.rentalsAvailable, Samples.networkAvailable]
        case .rentalOffer: return [Samples.rentalsAvailable]
        case .networkOffer: return Array(repeating: Samples.rentalPrice, count: 3)
        case .rentalPricing: return [Samples.rentalPricing]
        case .available: return [Samples.networkAvailable]
        case .networkServices: return [Samples.rentalServices]
        case .rentalPrice: return [Samples.rentalPrice]
        case .rent: return [Samples.rent]
        case .rentNetwork: return [Samples.rentNetwork]
        case .extend: return [Samples.extend]
        case .refund: return [Samples.rentalCancel]
        case .rentals, .rental, .status: return [Samples.rentals()]
        case .messages: return [Samples.rentals(received: "1"), Samples.completed]
        case .webhooks: return [Samples.webhooks]
        case .createWebhook, .webhook, .updateWebhook: return [Samples.webhook]
        case .deleteWebhook: return [Samples.done]
        case .testWebhook: return [Samples.test]
        case .deliveries: return [Samples.deliveries]
        }
    }

    /// Calls that move money.
    static let payments: [VirtualSMSQuestion] = [
        .order, .cancel, .resend, .swap, .rent, .rentNetwork, .extend, .refund,
    ]

    func error(_ scripted: ScriptedVirtualSMS) async -> ProviderError? {
        do {
            try await ask(scripted.account)
            return nil
        } catch {
            return error.meaning
        }
    }

    /// The error on an account whose server always gives this answer.
    func error(_ reply: HTTPReply) async -> ProviderError? {
        await error(ScriptedVirtualSMS(results: Array(repeating: .success(reply), count: 4)))
    }
}

/// An account with VirtualSMS and prepared answers.
struct ScriptedVirtualSMS {
    static let url = "http://127.0.0.1:8089/virtualsms"

    let network: ScriptedTransport
    let account: VirtualSMS

    /// Answers with these bodies under status 200.
    init(_ bodies: String...) {
        self.init(results: bodies.map { .success(HTTPReply(200, $0)) })
    }

    init(
        results: [Result<HTTPReply, TransportError>], baseURL: String = ScriptedVirtualSMS.url
    ) {
        network = ScriptedTransport(results)
        account = VirtualSMS(transport: network, baseURL: baseURL, key: Secret(key))
    }

    /// The requests, as method and path after the root.
    var asked: [String] {
        network.sent.map { sent in
            let url = sent.call.url.split(separator: "?")[0]
            return "\(sent.call.method.rawValue) \(url.dropFirst(Self.url.count + 8))"
        }
    }
}
