import Accounts
import Keeping
import Lines
import ProviderEmulator
import Running
import Storage
import Testing
import TestSupport
import Transport

/// Accounts that fail as a whole while they hold lines.
@Suite("Accounts in trouble", .timeLimit(.minutes(20)))
struct TroubledAccountStories {
    private func health(_ manager: RunningManager) async -> AccountHealth.State? {
        await manager.keeper.accountViews()
            .first { $0.account.name == FaultFixture.accounts.struck }?.health.state
    }

    private func expect(
        _ state: AccountHealth.State, _ manager: RunningManager
    ) async throws {
        _ = try await manager.fixture.until("the account is \(state)") {
            await health(manager) == state ? true : nil
        }
    }

    // MARK: The key

    @Test func `whose key is refused keep their lines, and go on when it is accepted again`()
        async throws
    {
        try await FaultFixture.withFixture { fixture in
            try await fixture.managing { manager in
                let rental = try await manager.listening(try await manager.rent())
                let order = try await manager.order()
                fixture.struckNetwork.forge { [$0.with(key: String(emulatorKey.reversed()))] }
                try await expect(.refused, manager)
                let refused = try await Reply.from(manager) {
                    try await manager.commands.order(ManagerOperation.activation, origin: "console")
                }
                guard case .refused(let sentence) = refused else {
                    Issue.record("\(refused)")
                    return
                }
                #expect(sentence.contains("refuses the key"))
                // Twice as long as it takes to believe that a line is unknown to the provider.
                let began = fixture.world.now()
                try await fixture.world.sleep(.minutes(2))
                #expect(try await manager.line(rental).state == .active)
                #expect(try await manager.line(order).state == .waiting)
                #expect(await manager.keeper.openDoubts().isEmpty)
                let asked = fixture.struckNetwork.exchanges.count { $0.began > began }
                let seconds = Int((fixture.world.now() - began).wholeSeconds)
                fixture.struckNetwork.forge(nil)
                try await expect(.ok, manager)
                // At most once a minute for each of the four lanes.
                #expect(asked <= max(8, seconds / 15))
                try await fixture.struck.controls.send(
                    "424242 is late", to: manager.number(of: order))
                _ = try await manager.received(1, on: order)
                _ = try await manager.listening(rental)
                #expect(try await manager.differences(from: fixture.struck).isEmpty)
            }
        }
    }

    // MARK: Rate limits

    @Test(arguments: [FaultCase.rateLimit, .rateLimitAfter])
    func `told to slow down by every answer ask no more than they are told`(
        _ fault: FaultCase
    ) async throws {
        try await FaultFixture.withFixture { fixture in
            try await fixture.managing { manager in
                let order = try await manager.order()
                _ = try await manager.rent()
                let number = try await manager.number(of: order)
                try await fixture.struck.set(fault, on: "*", count: 100_000)
                try await fixture.struck.controls.send("515151 in the storm", to: number)
                let (began, stood) = (fixture.world.now(), manager.stalls.standstill)
                try await fixture.world.sleep(.minutes(5))
                let asked = fixture.struckNetwork.exchanges.filter { $0.began > began }
                // A machine that stands still sleeps for longer, and asks less.
                let slept = Int((fixture.world.now() - began).wholeSeconds)
                let awake = max(0, 300 - Int((manager.stalls.standstill - stood).wholeSeconds))
                // After each pause one call is made, possibly with another that was already in
                // progress.
                let pause = fault == .rateLimitAfter ? FaultCase.pause : 10
                #expect(asked.count <= 2 * (slept / pause + 1))
                #expect(asked.count >= max(1, awake / pause / 2))
                try await fixture.struck.controls.clearFaults()
                _ = try await manager.received(1, on: order)
                try await expect(.ok, manager)
                #expect(try await manager.differences(from: fixture.struck).isEmpty)
                #expect(fixture.struckNetwork.breaches(since: manager.startedAt).isEmpty)
            }
        }
    }

    // MARK: Slowness

    @Test func `that answer everything after three seconds do all that others do`() async throws {
        // Slower than others: a listening period must not pass while the machine stands still.
        try await FaultFixture.withFixture(at: FaultFixture.pace / 2) { fixture in
            try await fixture.struck.set(.slow, on: "*", count: 100_000)
            try await fixture.managing { manager in
                let rental = try await manager.listening(try await manager.rent())
                let order = try await manager.order()
                try await fixture.struck.controls.send(
                    "616161 was slow", to: manager.number(of: order))
                try await fixture.struck.controls.send(
                    "717171 was slow", to: manager.number(of: rental))
                _ = try await manager.received(1, on: order)
                _ = try await manager.received(1, on: rental)
                let line = try await manager.line(rental)
                let extended = try await manager.answered(
                    manager.commands.extend(line, days: 7, maxPrice: nil, origin: "console"))
                #expect(extended.state == .done)
                let resent = try await manager.answered(
                    manager.commands.act(
                        .resend, on: try await manager.line(order), origin: "console"))
                #expect(resent.state == .done)
                // A listening period lasts four and a half minutes and must be renewed in time.
                try await fixture.world.sleep(.minutes(6))
                let events = try manager.store.latestEvents(limit: 500).map(\.kind)
                #expect(!events.contains("asleep"))
                #expect(!events.contains("doubt"))
                #expect(!events.contains("account_trouble"))
                #expect(try await manager.differences(from: fixture.struck).isEmpty)
            }
        }
    }
}

extension HTTPCall {
    /// The same call with another key.
    fileprivate func with(key: String) -> HTTPCall {
        var call = self
        call.headers = headers.map { ($0.name, $0.value.replacing(emulatorKey, with: key)) }
        call.body = body.map {
            Array(String(decoding: $0, as: UTF8.self).replacing(emulatorKey, with: key).utf8)
        }
        return call
    }
}
