import Accounts
import Keeping
import Lines
import Running
import Storage
import Testing
import TestSupport
import Transport

/// A provider that is gone for good, over the real wire, in a world in which days take seconds.
@Suite("A provider that is gone", .timeLimit(.minutes(20)))
struct GoneStories {
    /// Three days pass in about seventeen seconds.
    private static let pace = 15_000.0

    private func state(_ manager: RunningManager, _ name: String) async -> AccountHealth.State? {
        await manager.keeper.accountViews().first { $0.account.name == name }?.health.state
    }

    @Test func `is marked and asked now and then, while others go on, and comes back`() async throws
    {
        try await FaultFixture.withFixture(at: Self.pace) { fixture in
            // At this pace an order's twenty minutes pass at once, so the lines are rented for a
            // month.
            let product = RentalRequest(offer: ManagerOperation.rental.offer, days: 30)
            let rental = try await fixture.managing { manager in
                var lines: [Line.ID] = []
                for name in [FaultFixture.accounts.struck, FaultFixture.accounts.calm] {
                    var request = product
                    request.account = name
                    let action = try await manager.commands.rent(request, origin: "console")
                    #expect(try await manager.ended(action.id, within: .days(10)).state == .done)
                    lines.append(try #require(action.line))
                }
                return (struck: lines[0], calm: lines[1])
            }
            try await fixture.struck.set(.gone, on: "*", count: 1)
            try await fixture.managing { manager in
                _ = try await fixture.until("it is gone", within: .days(20)) {
                    await state(manager, FaultFixture.accounts.struck) == .gone ? true : nil
                }
            }
            // A manager started now knows it.
            try await fixture.managing { manager in
                #expect(await state(manager, FaultFixture.accounts.struck) == .gone)
                _ = try await fixture.until("the line is lost", within: .days(10)) {
                    try await manager.line(rental.struck).state == .lost ? true : nil
                }
                #expect(await manager.keeper.plan(of: rental.struck).isEmpty)
                #expect(try await manager.line(rental.calm).state == .active)
                #expect(await manager.keeper.plan(of: rental.calm).isEmpty == false)
                try await expectProbes(manager)
                try await fixture.struck.controls.clearFaults()
                _ = try await fixture.until("the line is back", within: .days(10)) {
                    try await manager.line(rental.struck).state == .active ? true : nil
                }
                #expect(await state(manager, FaultFixture.accounts.struck) == .ok)
                let events = try manager.store.latestEvents(limit: 1_000_000)
                #expect(events.count { $0.kind == "account_gone" } == 1)
                #expect(events.count { $0.kind == "lost" } == 1)
                #expect(try await manager.differences(from: fixture.struck).isEmpty)
            }
        }
    }

    /// For half a day only the balance is asked for, at most every fifteen minutes.
    private func expectProbes(_ manager: RunningManager) async throws {
        let began = manager.fixture.world.now()
        try await manager.fixture.world.sleep(.hours(12))
        let asked = manager.fixture.struckNetwork.exchanges.filter { $0.began > began }
        #expect(Set(asked.map(\.endpoint)).isSubset(of: ["request/balance"]))
        // A machine that stood still slept for longer.
        let minutes = Int((manager.fixture.world.now() - began).wholeSeconds / 60)
        #expect(asked.count <= minutes / 15 + 1)
    }
}
