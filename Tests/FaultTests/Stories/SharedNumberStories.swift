import Accounts
import Keeping
import Lines
import Providers
import Running
import Storage
import Testing
import TestSupport
import Transport

/// Several services on one number under every fault of the matrix, and orders that are repeated
/// under their name.
@Suite("Shared numbers in doubt", .timeLimit(.minutes(20)))
struct SharedNumberStories {
    /// The two calls that put several services on one number.
    enum Purchase: String, CaseIterable, Sendable {
        case together = "getMultiServiceNumber"
        case besides = "getAdditionalService"
    }

    private static let wanted = {
        var request = ActivationRequest(service: "wa", country: "16")
        request.account = FaultFixture.accounts.struck
        return request
    }()

    private func expectAgreement(_ manager: RunningManager, _ count: Int) async throws {
        var differences: [String] = []
        let isEqual: Void? = try? await manager.fixture.until("equal") {
            differences = try await manager.differences(from: manager.fixture.struck)
            return differences.isEmpty ? () : nil
        }
        #expect(isEqual != nil, "\(differences)")
        let books = try await manager.fixture.struck.controls.books()
        #expect(books.lines.count == count)
        #expect(Set(books.lines.map(\.number)).count <= 1)
        #expect(await manager.lines().allSatisfy { !$0.isAdopted && !$0.inDoubt })
        #expect(try await manager.unsettled().isEmpty)
    }

    @Test(arguments: Purchase.allCases, FaultCase.allCases)
    func `are paid for once, whatever becomes of the answer`(
        _ purchase: Purchase, _ fault: FaultCase
    ) async throws {
        try await FaultFixture.withFixture(of: .handlerAPI) { fixture in
            try await fixture.managing { manager in
                let held =
                    purchase == .besides
                    ? try await manager.answered(
                        manager.commands.order(Self.wanted, origin: "console")) : nil
                let before = held == nil ? 0 : 1
                try await fixture.struck.set(fault, on: purchase.rawValue, count: 1)
                if fault.hangs { fixture.struckNetwork.giveUpOnTime(at: purchase.rawValue) }
                let reply = try await Reply.from(manager) {
                    guard let id = held?.line else {
                        var shared = SharedRequest(services: ["go", "tg"], country: "16")
                        shared.account = FaultFixture.accounts.struck
                        return try await manager.commands.order(shared, origin: "console")
                    }
                    return try await manager.commands.order(
                        "tg", besides: manager.line(id), maxPrice: nil, origin: "console")
                }
                try await fixture.struck.controls.clearFaults()
                fixture.struckNetwork.giveUpOnTime(at: nil)
                let bought = purchase == .together ? 2 : 1
                switch (fault.proof, reply) {
                case (.done, .done): try await expectAgreement(manager, before + bought)
                case (.notDone, .refused): try await expectAgreement(manager, before)
                case (.nothing, .doubt(let id)):
                    let ended = try await manager.ended(id)
                    #expect(ended.state == (fault.hasEffect ? .done : .failed))
                    try await expectAgreement(manager, before + (fault.hasEffect ? bought : 0))
                // It may be settled before the person is told of it.
                case (.nothing, .done) where fault.hasEffect:
                    try await expectAgreement(manager, before + bought)
                default: Issue.record("\(purchase) under \(fault): \(reply)")
                }
                #expect(
                    try await fixture.struck.controls.requests(to: purchase.rawValue) == 1)
            }
        }
    }

    @Test(arguments: [FaultCase.reset, .http500, .effectThenReset, .truncated])
    func `an order whose answer was lost is repeated under its name, and bought once`(
        _ fault: FaultCase
    ) async throws {
        try await FaultFixture.withFixture(of: .repeatable) { fixture in
            try await fixture.managing { manager in
                try await fixture.struck.set(fault, on: "getNumberV2", count: 1)
                let reply = try await Reply.from(manager) {
                    try await manager.commands.order(Self.wanted, origin: "console")
                }
                // What had no effect is bought by the second call at once; what had one is refused
                // by its name and found in the lists.
                switch reply {
                case .done: break
                case .doubt(let id) where fault.hasEffect:
                    #expect(try await manager.ended(id).state == .done)
                default: Issue.record("\(fault): \(reply)")
                }
                try await expectAgreement(manager, 1)
                #expect(try await fixture.struck.controls.requests(to: "getNumberV2") == 2)
            }
        }
    }

    @Test func `an order is not repeated where that is not known to be safe`() async throws {
        try await FaultFixture.withFixture(of: .handlerAPI) { fixture in
            try await fixture.managing { manager in
                try await fixture.struck.set(.effectThenReset, on: "getNumberV2", count: 1)
                let reply = try await Reply.from(manager) {
                    try await manager.commands.order(Self.wanted, origin: "console")
                }
                if case .doubt(let id) = reply { _ = try await manager.ended(id) }
                try await expectAgreement(manager, 1)
                #expect(try await fixture.struck.controls.requests(to: "getNumberV2") == 1)
            }
        }
    }
}
