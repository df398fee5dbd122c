import Lines
import Providers
import Transport

/// Every call of an account, with sample arguments.
enum Question: String, CaseIterable, Sendable {
    case countries, services, offer, suggested, rentalOffers
    case order, rent, extend, refund, cancel, resend, resendPrice
    case status, messages, check, active, past, rentals, balance

    /// Makes the call and ignores its answer.
    func ask(_ account: SMSPool) async throws(ProviderError) {
        switch self {
        case .countries: _ = try await account.countries()
        case .services: _ = try await account.services(in: nil)
        case .offer: _ = try await account.activationOffer(service: "1", country: "1")
        case .suggested: _ = try await account.suggestedCountries(service: "1")
        case .rentalOffers: _ = try await account.rentalOffers()
        case .order: _ = try await account.order(ActivationOrder(service: "1", country: "1"))
        case .rent: _ = try await account.rent(RentalOrder(offer: "0", days: 30))
        case .extend: _ = try await account.extend("ABCDEFG", days: 7)
        case .refund: _ = try await account.refund("ABCDEFG")
        case .cancel: _ = try await account.cancel("ABCDEFG")
        case .resend: _ = try await account.resend("ABCDEFG")
        case .resendPrice: _ = try await account.resendPrice(of: "ABCDEFG")
        case .status: _ = try await account.status(of: "ABCDEFG")
        case .messages: _ = try await account.messages(of: "ABCDEFG")
        case .check: _ = try await account.check("ABCDEFG")
        case .active: _ = try await account.activeActivations()
        case .past: _ = try await account.pastActivations()
        case .rentals: _ = try await account.rentals()
        case .balance: _ = try await account.balance()
        }
    }

    /// The error of the call on an account whose server gives these answers.
    func error(_ replies: HTTPReply...) async -> ProviderError? {
        await error(Pool(results: replies.map { .success($0) }))
    }

    func error(_ pool: Pool) async -> ProviderError? {
        do {
            try await ask(pool.account)
            return nil
        } catch {
            return error.meaning
        }
    }

    static let payments: [Question] = [.order, .rent, .extend, .refund, .cancel, .resend]
}
