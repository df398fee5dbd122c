import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Waiting actions of the plan or a script never hinder a person.
@Suite("A person's wish")
struct PersonsWishTests {
    private let tooDear = "30 more days cost 30.00 USD."

    private func settings(maxPrice: Int64 = 200_000) -> KeeperSettings {
        var settings = KeeperSettings()
        settings.policy.rentals.extendBefore = .days(1)
        settings.policy.rentals.extendDays = 30
        settings.policy.rentals.maxPrice = Money(tenThousandths: maxPrice)
        return settings
    }

    /// A rental with a waiting planned extension that was too expensive.
    private func waiting(_ fixture: KeeperFixture) async throws -> (line: Line, planned: OpenAction)
    {
        let line = try await fixture.rental()
        fixture.clock.advance(.days(29) + .minutes(1))
        let planned = try #require(try await fixture.nextAction())
        #expect(try await fixture.keeper.renewTerms(of: planned.id) == 30)
        try await fixture.keeper.recordOutcome(of: planned.id, .tooDear(tooDear))
        try await fixture.keeper.release(line.id)
        return (try await fixture.keeper.line("\(line.id)"), planned)
    }

    private func extend(_ fixture: KeeperFixture, _ line: Line) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.days = 7
        payload.price = Money(tenThousandths: 90_000)
        return try await fixture.keeper.recordIntent(.extend, on: line, payload, origin: "console")
    }

    @Test func `goes before a planned extension that waits, which is given up for it`()
        async throws
    {
        let fixture = try KeeperFixture(settings())
        let (line, planned) = try await waiting(fixture)
        let own = try await extend(fixture, line)
        let given = try #require(try fixture.store.action(planned.id))
        #expect(given.state == .dropped)
        #expect(given.result == "Replaced by action \(own.id), requested by hand.")
        #expect(try await fixture.nextAction()?.id == own.id)
        try await fixture.keeper.recordOutcome(
            of: own.id, .extended(Extension(expiresAt: noon + .days(37))))
        try await fixture.keeper.release(line.id)
        #expect(try await fixture.keeper.line("\(line.id)").expiresAt == noon + .days(37))
        #expect(try await fixture.nextAction() == nil)
    }

    @Test func `that comes to nothing leaves the plan to do what it can`() async throws {
        let fixture = try KeeperFixture(settings())
        let (line, planned) = try await waiting(fixture)
        let own = try await extend(fixture, line)
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: own.id, .failed(.notExtended("No.")))
        try await fixture.keeper.release(line.id)
        let again = try #require(try await fixture.nextAction())
        #expect(again.origin == "plan" && again.id != planned.id)
    }

    @Test func `waits for what is under way, with a sentence that says for what`() async throws {
        let fixture = try KeeperFixture(settings())
        let line = try await fixture.rental()
        fixture.clock.advance(.days(29) + .minutes(1))
        let planned = try #require(try await fixture.nextAction())
        do {
            _ = try await extend(fixture, line)
            Issue.record("it was begun twice")
        } catch {
            #expect(
                "\(error)"
                    == "An extension of line \(line.name) is in progress (action \(planned.id)).")
        }
        // A waiting cancel ordered by a person is brought forward, not doubled.
        let activation = try await fixture.activation()
        let cancel = try await fixture.keeper.recordIntent(
            .cancel, on: activation, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: cancel.id, .failed(.tooEarly(retryAfter: .minutes(2))))
        try await fixture.keeper.release(activation.id)
        do {
            _ = try await fixture.keeper.recordIntent(.cancel, on: activation, origin: "console")
            Issue.record("it was begun twice")
        } catch {
            #expect(
                "\(error)".hasPrefix("A cancel of line \(activation.name) is already scheduled"))
            #expect("\(error)".contains("(action \(cancel.id), next try in 2 min)"))
        }
    }

    @Test func `to give something up is obeyed, whatever waits`() async throws {
        let fixture = try KeeperFixture(settings())
        let (line, planned) = try await waiting(fixture)
        #expect(try await fixture.keeper.drop(planned.id).state == .dropped)
        #expect(try await fixture.nextAction() == nil, "the plan does not decide it anew")
        await #expect(throws: KeeperError.self) { _ = try await fixture.keeper.drop(planned.id) }
        let order = try await fixture.begin()
        _ = try await fixture.keeper.drop(order.id)
        #expect(await fixture.keeper.allLines().map(\.id) == [line.id])
        let running = try await fixture.begin()
        _ = try await fixture.nextAction()
        await #expect(throws: KeeperError.self) { _ = try await fixture.keeper.drop(running.id) }
        await #expect(throws: KeeperError.self) { _ = try await fixture.keeper.drop(999) }
    }

    @Test func `to pay more is heard at the next start, and to extend no more too`() async throws {
        let fixture = try KeeperFixture(settings())
        let (_, planned) = try await waiting(fixture)
        #expect(try await fixture.nextAction() == nil, "it does not try all the time")
        let richer = try fixture.restarted(settings(maxPrice: 400_000))
        let again = try #require(try await fixture.nextAction(richer))
        #expect(again.id == planned.id)
        #expect(try await richer.renewTerms(of: again.id) == 30)
        try await richer.approvePrice(of: again.id, Money(tenThousandths: 300_000))
        let other = try KeeperFixture(settings())
        let (_, second) = try await waiting(other)
        let without = try other.restarted()
        #expect(try await other.nextAction(without) == nil)
        #expect(try other.store.action(second.id)?.state == .dropped)
    }

    @Test func `what stands in the way is in the plan from the first day, and told once`()
        async throws
    {
        let fixture = try KeeperFixture(settings())
        let line = try await fixture.rental()
        #expect(await fixture.keeper.linesToPrice().map(\.id) == [line.id])
        for _ in 0..<2 {
            try await fixture.keeper.note(
                price: .known(Money(tenThousandths: 300_000)), ofExtending: line.id)
        }
        #expect(await fixture.keeper.linesToPrice().isEmpty)
        let duty = await fixture.keeper.plan(of: line.id).first { $0.kind == .extend }
        #expect(duty?.reason.description.contains("above rentals.max_price (20.00 USD)") == true)
        let told = try fixture.store.latestEvents(limit: 20).filter { $0.kind == "plan_conflict" }
        #expect(told.count == 1)
        fixture.clock.advance(.hours(13))
        #expect(await fixture.keeper.linesToPrice().count == 1, "prices change")
        try await fixture.keeper.note(
            price: .known(Money(tenThousandths: 100_000)), ofExtending: line.id)
        let now = await fixture.keeper.plan(of: line.id).first { $0.kind == .extend }
        #expect(now?.reason.description == "30 more days for 10.00 USD before it expires")
    }
}
