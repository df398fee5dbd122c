import Accounts
import Keeping
import Lines
import Running
import Storage
import Testing
import TestSupport
import Transport

/// Purchases whose answers are lost while something else fails too.
@Suite("Purchases in doubt", .timeLimit(.minutes(20)))
struct LostAnswerStories {
    /// The lists that contain orders.
    private static let lists = ["request/active", "request/history"]

    /// Orders, and expects a doubt.
    private func doubt(
        _ manager: RunningManager, _ buy: (RunningManager) async throws -> OpenAction
    ) async throws -> Action.ID {
        let action = try await manager.answered(buy(manager))
        #expect(action.state == .doubt, "\(action.result ?? "")")
        return action.id
    }

    private func order(_ manager: RunningManager) async throws -> OpenAction {
        try await manager.commands.order(ManagerOperation.activation, origin: "console")
    }

    private func rent(_ manager: RunningManager) async throws -> OpenAction {
        try await manager.commands.rent(ManagerOperation.rental, origin: "console")
    }

    private func expectAgreement(_ manager: RunningManager) async throws {
        var differences: [String] = []
        let isEqual: Void? = try? await manager.fixture.until("equal") {
            differences = try await manager.differences(from: manager.fixture.struck)
            return differences.isEmpty ? () : nil
        }
        #expect(isEqual != nil, "\(differences)")
    }

    @Test(arguments: [FaultCase.effectThenReset, .truncated, .reset, .http500])
    func `wait for the lists that tell of them, however long those fail too`(
        _ fault: FaultCase
    ) async throws {
        try await FaultFixture.withFixture { fixture in
            try await fixture.managing { manager in
                for list in Self.lists {
                    try await fixture.struck.set(.html, on: list, count: 100_000)
                }
                try await fixture.struck.set(fault, on: ManagerOperation.order.endpoint, count: 1)
                let id = try await doubt(manager, order)
                // Far longer than a purchase could take to appear.
                try await fixture.world.sleep(.minutes(4))
                #expect(try await manager.keeper.action(id).state == .doubt)
                #expect(await manager.keeper.openDoubts().map(\.id) == [id])
                try await fixture.struck.controls.clearFaults()
                let ended = try await manager.ended(id)
                #expect(ended.state == (fault.hasEffect ? .done : .failed))
                try await expectAgreement(manager)
                #expect(
                    try await fixture.struck.controls.books().lines.count
                        == (fault.hasEffect ? 1 : 0))
                #expect(
                    try await fixture.struck.controls.requests(to: ManagerOperation.order.endpoint)
                        == 1)
            }
        }
    }

    @Test func `are told apart when there are two at once`() async throws {
        try await FaultFixture.withFixture { fixture in
            try await fixture.managing { manager in
                try await fixture.struck.set(
                    .effectThenReset, on: ManagerOperation.order.endpoint, count: 2)
                try await fixture.struck.set(
                    .effectThenReset, on: ManagerOperation.rent.endpoint, count: 1)
                async let first = doubt(manager, order)
                async let second = doubt(manager, order)
                async let third = doubt(manager, rent)
                for id in try await [first, second, third] {
                    #expect(try await manager.ended(id).state == .done)
                }
                try await expectAgreement(manager)
                #expect(try await fixture.struck.controls.books().lines.count == 3)
                #expect(await manager.lines().allSatisfy { !$0.isAdopted })
            }
        }
    }

    @Test func `are told apart when only one of two happened`() async throws {
        try await FaultFixture.withFixture { fixture in
            try await fixture.managing { manager in
                try await fixture.struck.set(
                    .effectThenReset, on: ManagerOperation.order.endpoint, count: 1)
                let happened = try await doubt(manager, order)
                try await fixture.struck.set(.reset, on: ManagerOperation.order.endpoint, count: 1)
                let other = try await doubt(manager, order)
                let states = [
                    try await manager.ended(happened).state, try await manager.ended(other).state,
                ]
                #expect(states == [.done, .failed])
                try await expectAgreement(manager)
                #expect(try await fixture.struck.controls.books().lines.count == 1)
            }
        }
    }

    @Test func `are found by the next manager when this one ends before they are settled`()
        async throws
    {
        try await FaultFixture.withFixture { fixture in
            let id = try await fixture.managing { manager in
                for list in Self.lists {
                    try await fixture.struck.set(.html, on: list, count: 100_000)
                }
                try await fixture.struck.set(
                    .effectThenReset, on: ManagerOperation.order.endpoint, count: 1)
                return try await doubt(manager, order)
            }
            try await fixture.struck.controls.clearFaults()
            try await fixture.managing { manager in
                #expect(try await manager.ended(id).state == .done)
                try await expectAgreement(manager)
            }
        }
    }

    /// Shows that the other stories and the matrix can detect a double purchase.
    @Test func `made twice by whatever mistake would not pass unnoticed`() async throws {
        try await FaultFixture.withFixture { fixture in
            try await fixture.managing { manager in
                fixture.struckNetwork.forge { call in
                    call.url.hasSuffix(ManagerOperation.order.endpoint) ? [call, call] : [call]
                }
                _ = try await manager.order()
                // The second belongs to nobody, or the next list adopted it as bought elsewhere.
                let differences = try await manager.differences(from: fixture.struck)
                let lines = await manager.lines(of: fixture.struck.name)
                #expect(!differences.isEmpty || lines.contains(where: \.isAdopted))
                #expect(try await fixture.struck.controls.books().lines.count == 2)
            }
        }
    }
}
