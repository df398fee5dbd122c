import Lines
import Providers
import Transport

/// Every call of an account with 1001SMS, with sample arguments.
enum SMS1001Question: String, CaseIterable, Sendable {
    case countries, services, servicesThere, offer, suggested
    case countryPrices, servicePrices, pairPrices
    case order, cancel, cancelAll
    case check, details, active, past, history, archiveAll
    case balance, profile, transactions, transaction, stats

    /// Makes the call and ignores its answer.
    func ask(_ account: SMS1001) async throws(ProviderError) {
        switch self {
        case .countries: _ = try await account.countries()
        case .services: _ = try await account.services(in: nil)
        case .servicesThere:
            _ = try await account.services(in: Country(id: "canada", name: "Canada"))
        case .offer: _ = try await account.activationOffer(service: "google", country: "US")
        case .suggested: _ = try await account.suggestedCountries(service: "google")
        case .countryPrices: _ = try await account.prices(country: "canada")
        case .servicePrices: _ = try await account.prices(service: "google")
        case .pairPrices: _ = try await account.prices(service: "google", country: "US")
        case .order: _ = try await account.order(sampleOrder)
        case .cancel: _ = try await account.cancel("ord_123")
        case .cancelAll: _ = try await account.cancelAll()
        case .check: _ = try await account.check("ord_123")
        case .details: _ = try await account.details(of: "ord_123")
        case .active: _ = try await account.activeActivations()
        case .past: _ = try await account.pastActivations()
        case .history: _ = try await account.history()
        case .archiveAll: _ = try await account.archiveAll()
        case .balance: _ = try await account.balance()
        case .profile: _ = try await account.profile()
        case .transactions: _ = try await account.transactions()
        case .transaction: _ = try await account.transaction("tx1")
        case .stats: _ = try await account.stats()
        }
    }

    /// The answers that grant it, in the order of the requests.
    var granted: [String] {
        typealias Samples = SMS1001Samples
        switch self {
        case .countries: return [Samples.countries]
        case .services: return [Samples.services]
        case .servicesThere, .countryPrices: return [Samples.countryPrices]
        case .suggested, .servicePrices: return [Samples.servicePrices]
        case .offer, .pairPrices: return [Samples.pairPrices]
        case .order: return [Samples.pairPrices, Samples.order]
        case .cancel: return [Samples.cancel]
        case .cancelAll: return [Samples.cancelAll]
        case .check: return [Samples.check, Samples.one]
        case .details: return [Samples.one]
        case .active: return [Samples.active]
        case .past, .history: return [Samples.history]
        case .archiveAll: return [Samples.archiveAll]
        case .balance: return [Samples.balance]
        case .profile: return [Samples.profile]
        case .transactions: return [Samples.transactions]
        case .transaction: return [Samples.transaction]
        case .stats: return [Samples.stats]
        }
    }

    /// Calls that move money, with the number of answers before the decisive one.
    static let payments: [(question: SMS1001Question, before: Int)] = [
        (.order, 1), (.cancel, 0), (.cancelAll, 0),
    ]

    func error(_ scripted: ScriptedSMS1001) async -> ProviderError? {
        do {
            try await ask(scripted.account)
            return nil
        } catch {
            return error.meaning
        }
    }

    /// The error on an account whose server grants the first `before` requests and then gives this
    /// answer.
    func error(_ reply: HTTPReply, after before: Int = 0) async -> ProviderError? {
        let first = granted.prefix(before).map { HTTPReply(200, $0) }
        return await error(ScriptedSMS1001(results: (first + [reply]).map { .success($0) }))
    }
}
