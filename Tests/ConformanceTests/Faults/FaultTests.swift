import ProviderEmulator
import Providers
import Testing

/// Every call of every provider under every fault.
@Suite("Faults", .timeLimit(.minutes(20)))
struct FaultTests {
    /// The documented error of a fault; nil if the answer arrives all the same.
    private static func refusal(of kind: Fault.Kind) -> Refusal? {
        switch kind {
        case .slow: nil
        case .reset, .gone, .hang, .effectThenReset, .effectThenHang, .truncated: .answerLost
        case .http500, .html: .blocked
        case .rateLimit: .rateLimited
        }
    }

    /// Whether the provider carries out the request.
    private static func hasEffect(_ kind: Fault.Kind) -> Bool {
        switch kind {
        case .effectThenReset, .effectThenHang, .truncated, .slow: true
        case .reset, .hang, .http500, .html, .rateLimit, .gone: false
        }
    }

    @Test(arguments: FaultRow.all)
    func `every fault ends in its error, and in doubt wherever money may have moved`(
        _ row: FaultRow
    ) async throws {
        try await row.providerCase.withFixture { fixture in
            for kind in Fault.Kind.allCases {
                let cell = try await row.cell(kind, on: fixture)
                #expect(cell.error?.refusal == Self.refusal(of: kind), "\(cell)")
                #expect(cell.hadEffect == (row.call.isPaid && Self.hasEffect(kind)), "\(cell)")
                Self.expectDoubt(of: cell)
                Self.expectNoRepeat(of: cell)
            }
            let error = await ProviderCall.balance.error(
                from: fixture.account, buying: row.providerCase.products)
            #expect(error == nil, "\(row.testDescription) after all faults")
        }
    }

    private static func expectDoubt(of cell: FaultCell) {
        guard let error = cell.error else { return }
        if cell.hadEffect { #expect(error.leavesDoubt, "\(cell)") }
        switch error {
        case .rateLimited, .blocked(403, _): #expect(!error.leavesDoubt, "\(cell)")
        case .transport, .blocked(500, _): #expect(error.leavesDoubt, "\(cell)")
        default: Issue.record("\(cell)")
        }
        #expect(error.remedy != .giveUp, "\(cell)")
        #expect(!error.description.contains(emulatorKey), "\(cell)")
    }

    /// A read may take several requests; a paid call takes one.
    private static func expectNoRepeat(of cell: FaultCell) {
        guard cell.row.call.isPaid || cell.error != nil else { return }
        #expect(cell.requests == 1, "\(cell)")
    }
}
