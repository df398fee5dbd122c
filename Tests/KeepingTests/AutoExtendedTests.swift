@testable import Accounts
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

@testable import Keeping

/// What a provider takes for extending a rental by itself is booked when it is seen.
@Suite("Extensions by the provider")
struct AutoExtendedTests {
    private let nine = Money.dollars(9)

    private func rental(_ fixture: KeeperFixture, isOn: Bool = true) async throws -> Line {
        let line = try await fixture.rental()
        try await fixture.keeper.observe(.autoExtends(isOn), on: line.id)
        await fixture.keeper.noteBalance(.dollars(50), on: "pool")
        return try await fixture.keeper.line("\(line.id)")
    }

    private func extend(_ fixture: KeeperFixture, _ line: Line, by days: Int = 30) async throws {
        let end = try #require(try await fixture.keeper.line("\(line.id)").expiresAt)
        let status = RentalStatus(isAvailable: true, expiresAt: end + .days(days))
        try await fixture.keeper.observe(.status(status), on: line.id)
    }

    private func charges(_ fixture: KeeperFixture) throws -> [String] {
        try fixture.store.ledger(since: nil, limit: 9).filter { $0.what == "extend" }.map {
            "\($0.line ?? 0) \($0.kind.rawValue) \($0.amount.decimal) \($0.origin)"
        }
    }

    private func told(_ fixture: KeeperFixture) throws -> [String] {
        try fixture.store.latestEvents(limit: 50).filter { $0.kind == "auto_extended" }.map(\.text)
    }

    @Test func `are booked with what the balance lost after it`() async throws {
        let fixture = try KeeperFixture()
        let line = try await rental(fixture)
        try await extend(fixture, line)
        #expect(try charges(fixture).isEmpty)
        await fixture.keeper.noteBalance(.dollars(41), on: "pool")
        #expect(try charges(fixture) == ["1 charge 9.00 provider"])
        #expect(try told(fixture).contains("pool took 9.00 USD for extending it by itself."))
        let actions = try fixture.store.actions(line: line.id, limit: 9)
        #expect(actions.first?.kind == .extend && actions.first?.state == .done)
        // Nothing is booked twice.
        await fixture.keeper.noteBalance(.dollars(41), on: "pool")
        try await fixture.keeper.observe(
            .status(
                RentalStatus(
                    isAvailable: true,
                    expiresAt: try await fixture.keeper.line("\(line.id)").expiresAt)), on: line.id)
        #expect(try charges(fixture).count == 1)
    }

    @Test func `are booked with what the balance lost before it was seen`() async throws {
        let fixture = try KeeperFixture()
        let line = try await rental(fixture)
        await fixture.keeper.noteBalance(.dollars(41), on: "pool")
        fixture.clock.advance(.minutes(20))
        try await extend(fixture, line)
        #expect(try charges(fixture) == ["1 charge 9.00 provider"])
        #expect(try told(fixture).count == 1)
        #expect(try told(fixture).first?.hasSuffix("for 9.00 USD.") == true)
        await fixture.keeper.noteBalance(.dollars(41), on: "pool")
        #expect(try charges(fixture).count == 1)
        // A fall explains one extension.
        try await extend(fixture, line)
        #expect(try charges(fixture).count == 1)
    }

    @Test func `are told without an amount if the balance shows none`() async throws {
        let fixture = try KeeperFixture()
        let line = try await rental(fixture)
        try await extend(fixture, line)
        await fixture.keeper.noteBalance(.dollars(50), on: "pool")
        #expect(try charges(fixture).isEmpty)
        #expect(try told(fixture).count == 1)
    }

    @Test func `are not supposed where nobody asked for them, or we extended it`() async throws {
        let fixture = try KeeperFixture()
        let line = try await rental(fixture, isOn: false)
        try await extend(fixture, line)
        #expect(try told(fixture).isEmpty)
        try await fixture.keeper.observe(.autoExtends(true), on: line.id)
        var payload = ActionDetails()
        payload.days = 30
        let ours = try await fixture.keeper.recordIntent(
            .extend, on: line, payload, origin: "console")
        _ = try await fixture.nextAction()
        try await extend(fixture, line)
        #expect(try told(fixture).isEmpty)
        try await fixture.keeper.recordOutcome(of: ours.id, .extended(Extension()))
        #expect(try told(fixture).isEmpty)
    }
}
