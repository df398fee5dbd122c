import Lines
import Providers
import Testing

/// Compares the table of capabilities with the adapter: it promises nothing that does not exist,
/// and omits nothing that does.
@Suite("Capabilities", .timeLimit(.minutes(2)))
struct CapabilityStories {
    @Test(arguments: Subject.all)
    func `what the table has is what the provider does`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let table = stand.account.capabilities
            let name = ProviderName(rawValue: subject.provider)
            #expect(table == subject.table ?? name.map(Capabilities.of))
            for deed in Deed.allCases {
                let isOffered = table.offers(deed.operation)
                #expect(
                    (subject.endpoints[deed] != nil) == isOffered,
                    "\(subject.testDescription): \(deed) and \(deed.operation.rawValue)")
                let line = isOffered ? try await stand.prepare(for: deed) : "ABC"
                let error = await deed.error(
                    from: stand.account, on: line, buying: subject.wares)
                #expect(
                    (error?.refusal == .notOffered) != isOffered,
                    "\(subject.testDescription): \(deed)")
            }
        }
    }
}

extension Deed {
    /// The operation of a call in the table.
    fileprivate var operation: Capabilities.Operation {
        switch self {
        case .countries, .services: .catalogue
        case .suggestions: .suggest
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
