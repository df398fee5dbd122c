import Lines
import Providers
import Testing

/// Compares the table of capabilities with the adapter: it promises nothing that does not exist,
/// and omits nothing that does.
@Suite("Capabilities", .timeLimit(.minutes(20)))
struct CapabilityStories {
    @Test(arguments: ProviderCase.all)
    func `what the table has is what the provider does`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let table = fixture.account.capabilities
            let name = ProviderName(rawValue: providerCase.provider)
            #expect(table == providerCase.table ?? name.map(Capabilities.of))
            for call in ProviderCall.allCases {
                let isOffered = table.offers(call.operation)
                #expect(
                    (providerCase.endpoints[call] != nil) == isOffered,
                    "\(providerCase.testDescription): \(call) and \(call.operation.rawValue)")
                let line = isOffered ? try await fixture.prepare(for: call) : "ABC"
                let error = await call.error(
                    from: fixture.account, on: line, buying: providerCase.products)
                #expect(
                    (error?.refusal == .notOffered) != isOffered,
                    "\(providerCase.testDescription): \(call)")
            }
        }
    }
}

extension ProviderCall {
    /// The operation of a call in the table.
    fileprivate var operation: Capabilities.Operation {
        switch self {
        case .countries, .services: .catalogue
        case .suggestions: .suggest
        case .pools: .pools
        case .prices: .prices
        case .offer, .order, .check: .order
        case .rentalOffers, .rent, .status, .messages: .rent
        case .extend: .extend
        case .refund: .refund
        case .cancel: .cancel
        case .resend: .resend
        case .active: .listActive
        case .past: .listHistory
        case .rentals: .listRentals
        case .balance: .balance
        }
    }
}
