import Accounts
import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// An action that ends the manager must not end it at every start.
@Suite("An action during which the manager stops again and again") struct StopsTests {
    @Test func `is done again once, and then waits for a person`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let wake = try await fixture.keeper.recordIntent(.wake, on: line, origin: "console")
        #expect(try await fixture.nextAction()?.id == wake.id)
        let second = try fixture.restarted()
        #expect(try await fixture.nextAction(second)?.id == wake.id)
        let third = try fixture.restarted()
        #expect(try await fixture.nextAction(third) == nil)
        let held = try #require(try fixture.store.action(wake.id))
        #expect(held.state == .failed)
        #expect(held.result?.contains("stopped 2 times in a row") == true)
        #expect(held.result?.contains("Run `retry \(wake.id)`") == true)
        #expect(
            try fixture.store.latestEvents(limit: 3).contains {
                $0.kind == "action" && $0.text.contains("2 times in a row")
            })
        // A person may try once more; one more stop holds it again.
        #expect(try await third.retry(wake.id))
        #expect(try await fixture.nextAction(third)?.id == wake.id)
        let fourth = try fixture.restarted()
        #expect(try await fixture.nextAction(fourth) == nil)
    }

    @Test func `is counted only as long as it happens in a row`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let wake = try await fixture.keeper.recordIntent(.wake, on: line, origin: "10-a.lua")
        var keeper = fixture.keeper
        for _ in 0..<4 {
            #expect(try await fixture.nextAction(keeper)?.id == wake.id)
            keeper = try fixture.restarted()
            #expect(try await fixture.nextAction(keeper)?.id == wake.id)
            try await keeper.recordOutcome(of: wake.id, .unready("No answer."))
            try await keeper.release(line.id)
            fixture.clock.advance(.hours(1))
        }
        #expect(try fixture.store.action(wake.id)?.state == .pending)
    }

    @Test func `that costs money is a doubt, and is not made again once it is settled`()
        async throws
    {
        for origin in ["10-a.lua", "plan"] {
            var settings = KeeperSettings()
            settings.scriptsPerDay = Money(tenThousandths: 100_000)
            let fixture = try KeeperFixture(settings)
            let line = try await fixture.rental()
            var payload = ActionDetails()
            payload.days = 7
            payload.price = Money(tenThousandths: 50_000)
            let extend = try await fixture.keeper.recordIntent(
                .extend, on: line, payload, origin: origin)
            var keeper = fixture.keeper
            func settle() async throws {
                keeper = try fixture.restarted()
                #expect(try fixture.store.action(extend.id)?.state == .doubt)
                fixture.clock.advance(.minutes(10))
                var status = RentalStatus(isAvailable: true)
                status.expiresAt = line.expiresAt
                for _ in 0..<2 {
                    try await keeper.settleDoubts(of: line.id, status: status)
                }
                fixture.clock.advance(.hours(1))
            }
            #expect(try await fixture.nextAction(keeper)?.id == extend.id)
            try await settle()
            #expect(try await fixture.nextAction(keeper)?.id == extend.id, "once more")
            try await settle()
            #expect(try await fixture.nextAction(keeper) == nil)
            let held = try #require(try fixture.store.action(extend.id))
            // If it were closed, the plan would decide on it anew.
            #expect(held.state == (origin == "plan" ? .doubt : .failed))
            #expect(held.result?.contains("stopped 2 times in a row") == true)
            let told = try fixture.store.latestEvents(limit: 20).filter {
                $0.text.contains("stopped 2 times in a row")
            }
            #expect(told.count == 1)
        }
    }
}
