import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// A lost answer must never lead to paying twice, taking a stranger's line for ours, or giving up a
/// line that still exists.
@Suite("Settling doubts")
struct SettlementTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    private func doubtfulExtension(_ fixture: KeeperFixture, origin: String) async throws
        -> OpenAction
    {
        let line = try await fixture.rental()
        var payload = ActionDetails()
        payload.days = 30
        let extend = try await fixture.keeper.recordIntent(
            .extend, on: line, payload, origin: origin)
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: extend.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        return extend
    }

    @Test func `an extension is compared with the expiry before the call, whatever was seen since`()
        async throws
    {
        let fixture = try KeeperFixture()
        let extend = try await doubtfulExtension(fixture, origin: "10-keep.lua")
        let line = try #require(extend.line)
        let extended = RentalStatus(isAvailable: true, expiresAt: noon + .days(60))
        // A look applied the new expiry before the doubt was settled.
        try await fixture.keeper.observe(.status(extended), on: line)
        fixture.clock.advance(.minutes(5))
        try await fixture.keeper.settleDoubts(of: line, status: extended)
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(try await fixture.nextAction() == nil)
        #expect(try fixture.store.action(extend.id)?.state == .done)
    }

    @Test func `that nothing happened is believed late, and tried again ever more calmly`()
        async throws
    {
        let fixture = try KeeperFixture()
        let extend = try await doubtfulExtension(fixture, origin: "10-keep.lua")
        let line = try #require(extend.line)
        let same = RentalStatus(isAvailable: true, expiresAt: noon + .days(30))
        fixture.clock.advance(.seconds(50))
        try await fixture.keeper.settleDoubts(of: line, status: same)
        #expect(await fixture.keeper.openDoubts().count == 1)
        fixture.clock.advance(.seconds(20))
        try await fixture.keeper.settleDoubts(of: line, status: same)
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(try await fixture.nextAction() == nil)
        fixture.clock.advance(.minutes(1))
        #expect(try await fixture.nextAction()?.id == extend.id)
    }

    @Test func `a rental that was listed before the purchase is not the purchase`() async throws {
        let fixture = try KeeperFixture(adopts: false)
        let stranger = HeldRental(providerID: "STRANGER")
        try await fixture.keeper.compareLists(
            rentals: [stranger], active: [], past: nil, began: noon, on: "pool")
        #expect(await fixture.keeper.allLines().isEmpty)
        let rent = try await fixture.begin(.rent, price: 180_000)
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: rent.id, .failed(lost))
        try await fixture.keeper.compareLists(
            rentals: [stranger], active: [], past: [], began: noon + .seconds(1), on: "pool")
        #expect(await fixture.keeper.openDoubts().map(\.id) == [rent.id])
        #expect(try fixture.store.ledger(since: nil, limit: 9).isEmpty)
    }

    @Test func `a list asked for before the doubt arose says nothing about it`() async throws {
        let fixture = try KeeperFixture()
        let order = try await fixture.begin()
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: order.id, .failed(lost))
        fixture.clock.advance(.minutes(5))
        try await fixture.keeper.compareLists(
            rentals: [], active: [], past: [], began: noon - .seconds(1), on: "pool")
        #expect(await fixture.keeper.openDoubts().count == 1)
    }

    @Test func `one "not found" loses nothing, two do, and a list brings it back`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        try await fixture.keeper.recordNotFound(line.id)
        #expect(try await fixture.keeper.line("\(line.id)").state == .active)
        fixture.clock.advance(.minutes(2))
        try await fixture.keeper.recordNotFound(line.id)
        #expect(try await fixture.keeper.line("\(line.id)").state == .lost)
        var listed = HeldRental(providerID: try #require(line.providerID))
        listed.expiresAt = noon + .days(30)
        try await fixture.keeper.compareLists(
            rentals: [listed], active: [], past: nil, began: noon, on: "pool")
        #expect(try await fixture.keeper.line("\(line.id)").state == .active)
    }

    @Test func `a rental missing from the list is lost once it stays deaf, and not before`()
        async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        func list() async throws {
            try await fixture.keeper.compareLists(
                rentals: [], active: [], past: nil, began: fixture.clock.world.now(), on: "pool")
        }
        func tell(isAvailable: Bool) async throws {
            let status = RentalStatus(
                isAvailable: isAvailable, activeFor: .seconds(270), expiresAt: line.expiresAt)
            try await fixture.keeper.observe(.status(status), on: line.id)
        }
        func state() async throws -> LineState { try await fixture.keeper.line("\(line.id)").state }
        try await tell(isAvailable: true)
        for _ in 0..<4 {
            try await list()
            fixture.clock.advance(.minutes(10))
        }
        #expect(try await state() == .active, "it listens, so the list is wrong")
        try await tell(isAvailable: false)
        try await list()
        fixture.clock.advance(.minutes(10))
        try await list()
        #expect(try await state() == .active, "nobody has asked for its status since")
        try await tell(isAvailable: false)
        try await list()
        #expect(try await state() == .lost)
    }

    @Test func `a line whose look failed is not declared over`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        fixture.clock.advance(.days(30) + .seconds(5))
        try await fixture.keeper.release(line.id, failed: true)
        #expect(try await fixture.keeper.line("\(line.id)").state == .active)
        try await fixture.keeper.release(line.id)
        #expect(try await fixture.keeper.line("\(line.id)").state == .expired)
    }

    @Test func `money that came back is booked once`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let cancel = try await fixture.keeper.recordIntent(.cancel, on: line, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: cancel.id, .failed(lost))
        let reading = ActivationReading(
            providerID: try #require(line.providerID), status: ActivationStatus(.refunded))
        try await fixture.keeper.receive([], on: line.id, standing: reading.status)
        try await fixture.keeper.settleDoubts(of: line.id, reading: reading)
        let refunds = try fixture.store.ledger(since: nil, limit: 9).filter { $0.kind == .refund }
        #expect(refunds.count == 1)
        #expect(await fixture.keeper.openDoubts().isEmpty)
    }

    @Test func `a line that is awaited keeps none of the others from its turn`() async throws {
        let fixture = try KeeperFixture()
        let awaited = try await fixture.activation()
        let rental = try await fixture.rental()
        await fixture.keeper.expectMessage(on: awaited.id, for: .minutes(10))
        try await fixture.keeper.receive([], on: awaited.id)
        var looked = false
        for _ in 0..<10 {
            switch try await fixture.keeper.nextWork(for: "pool") {
            case .look(let line), .refresh(let line), .read(let line):
                looked = looked || line.id == rental.id
            case .list: await fixture.keeper.listingFailed(on: "pool")
            case .balance: await fixture.keeper.noteBalance(.zero, on: "pool")
            default: break
            }
        }
        #expect(looked)
    }
}
