import Keeping
import Lines
import Storage
import Testing
import TestSupport
import Transport

/// Purchases whose answers are lost while something else fails too.
@Suite("Purchases in doubt", .timeLimit(.minutes(5)))
struct LostAnswerStories {
    /// The lists that contain orders.
    private static let lists = ["request/active", "request/history"]

    /// Orders, and expects a doubt.
    private func doubt(
        _ manager: RunningHouse, _ buy: (RunningHouse) async throws -> OpenAction
    ) async throws -> Action.ID {
        let action = try await manager.answered(buy(manager))
        #expect(action.state == .doubt, "\(action.result ?? "")")
        return action.id
    }

    private func order(_ manager: RunningHouse) async throws -> OpenAction {
        try await manager.desk.order(Deed.activation, origin: "console")
    }

    private func rent(_ manager: RunningHouse) async throws -> OpenAction {
        try await manager.desk.rent(Deed.rental, origin: "console")
    }

    private func expectAgreement(_ manager: RunningHouse) async throws {
        var differences: [String] = []
        let isEqual: Void? = try? await manager.rig.until("equal", within: .minutes(3)) {
            differences = try await manager.differences(from: manager.rig.struck)
            return differences.isEmpty ? () : nil
        }
        #expect(isEqual != nil, "\(differences)")
    }

    @Test(arguments: [FaultCase.effectThenReset, .truncated, .reset, .http500])
    func `wait for the lists that tell of them, however long those fail too`(
        _ fault: FaultCase
    ) async throws {
        try await Rig.withRig { rig in
            try await rig.managing { manager in
                for list in Self.lists { try await rig.struck.set(.html, on: list, count: 100_000) }
                try await rig.struck.set(fault, on: Deed.order.endpoint, count: 1)
                let id = try await doubt(manager, order)
                // Far longer than a purchase could take to appear.
                try await rig.world.sleep(.minutes(4))
                #expect(try await manager.keeper.action(id).state == .doubt)
                #expect(await manager.keeper.openDoubts().map(\.id) == [id])
                try await rig.struck.controls.clearFaults()
                let ended = try await manager.ended(id)
                #expect(ended.state == (fault.hasEffect ? .done : .failed))
                try await expectAgreement(manager)
                #expect(
                    try await rig.struck.controls.books().lines.count == (fault.hasEffect ? 1 : 0))
                #expect(try await rig.struck.controls.requests(to: Deed.order.endpoint) == 1)
            }
        }
    }

    @Test func `are told apart when there are two at once`() async throws {
        try await Rig.withRig { rig in
            try await rig.managing { manager in
                try await rig.struck.set(.effectThenReset, on: Deed.order.endpoint, count: 2)
                try await rig.struck.set(.effectThenReset, on: Deed.rent.endpoint, count: 1)
                async let first = doubt(manager, order)
                async let second = doubt(manager, order)
                async let third = doubt(manager, rent)
                for id in try await [first, second, third] {
                    #expect(try await manager.ended(id).state == .done)
                }
                try await expectAgreement(manager)
                #expect(try await rig.struck.controls.books().lines.count == 3)
                #expect(await manager.lines().allSatisfy { !$0.isAdopted })
            }
        }
    }

    @Test func `are told apart when only one of two happened`() async throws {
        try await Rig.withRig { rig in
            try await rig.managing { manager in
                try await rig.struck.set(.effectThenReset, on: Deed.order.endpoint, count: 1)
                let happened = try await doubt(manager, order)
                try await rig.struck.set(.reset, on: Deed.order.endpoint, count: 1)
                let other = try await doubt(manager, order)
                let states = [
                    try await manager.ended(happened).state, try await manager.ended(other).state,
                ]
                #expect(states == [.done, .failed])
                try await expectAgreement(manager)
                #expect(try await rig.struck.controls.books().lines.count == 1)
            }
        }
    }

    @Test func `are found by the next manager when this one ends before they are settled`()
        async throws
    {
        try await Rig.withRig { rig in
            let id = try await rig.managing { manager in
                for list in Self.lists { try await rig.struck.set(.html, on: list, count: 100_000) }
                try await rig.struck.set(.effectThenReset, on: Deed.order.endpoint, count: 1)
                return try await doubt(manager, order)
            }
            try await rig.struck.controls.clearFaults()
            try await rig.managing { manager in
                #expect(try await manager.ended(id).state == .done)
                try await expectAgreement(manager)
            }
        }
    }

    /// Shows that the other stories and the matrix can detect a double purchase.
    @Test func `made twice by whatever mistake would not pass unnoticed`() async throws {
        try await Rig.withRig { rig in
            try await rig.managing { manager in
                rig.struckWire.forge { call in
                    call.url.hasSuffix(Deed.order.endpoint) ? [call, call] : [call]
                }
                _ = try await manager.order()
                // The second belongs to nobody, or the next list adopted it as bought elsewhere.
                let differences = try await manager.differences(from: rig.struck)
                let lines = await manager.lines(of: rig.struck.name)
                #expect(!differences.isEmpty || lines.contains(where: \.isAdopted))
                #expect(try await rig.struck.controls.books().lines.count == 2)
            }
        }
    }
}
