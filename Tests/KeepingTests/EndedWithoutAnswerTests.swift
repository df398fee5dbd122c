import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Lines that ran out while their provider did not answer. Their outcome and refunds are asked for
/// as soon as the provider answers.
@Suite("An end nobody told of")
struct EndedWithoutAnswerTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    /// An activation that ran out hours ago, without an answer from the provider since it was
    /// bought.
    private func silentlyExpired(_ fixture: KeeperFixture) async throws -> Line {
        let line = try await fixture.activation()
        fixture.clock.advance(.hours(3))
        try await fixture.keeper.release(line.id, failed: true)
        return try await fixture.keeper.line("\(line.id)")
    }

    @Test func `is looked into however late, until there is an answer`() async throws {
        let fixture = try KeeperFixture()
        let line = try await silentlyExpired(fixture)
        #expect(line.state == .expired)
        fixture.clock.advance(.hours(5))
        let later = try fixture.restarted()
        #expect(await later.plan(of: line.id).map(\.kind) == [.look])
        try await later.receive([], on: line.id, standing: ActivationStatus(.refunded))
        #expect(try await later.line("\(line.id)").state == .refunded)
        let spent = try fixture.store.read { try $0.spent(since: noon, currency: "USD") }
        #expect(spent == .zero)
        #expect(await later.plan(of: line.id).isEmpty)
        #expect(try await fixture.restarted().plan(of: line.id).isEmpty)
    }

    @Test func `is not looked into for ever where the provider knows nothing of it`() async throws {
        let fixture = try KeeperFixture()
        let line = try await silentlyExpired(fixture)
        fixture.clock.advance(.minutes(20))
        #expect(await fixture.keeper.plan(of: line.id).map(\.kind) == [.look])
        try await fixture.keeper.recordNotFound(line.id)
        #expect(await fixture.keeper.plan(of: line.id).isEmpty)
        #expect(try await fixture.restarted().plan(of: line.id).isEmpty)
    }

    @Test func `settles no doubt by itself`() async throws {
        let fixture = try KeeperFixture()
        let rental = try await fixture.rental()
        let before = try #require(rental.expiresAt)
        fixture.clock.advance(.days(29))
        var payload = ActionDetails()
        payload.days = 30
        payload.price = Money(tenThousandths: 200_000)
        let extend = try await fixture.keeper.recordIntent(
            .extend, on: rental, payload, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: extend.id, .failed(lost))
        try await fixture.keeper.release(rental.id, failed: true)
        fixture.clock.advance(.days(1) + .hours(2))
        try await fixture.keeper.release(rental.id, failed: true)
        let ended = try await fixture.keeper.line("\(rental.id)")
        #expect(ended.state == .expired)
        #expect(ended.inDoubt)
        #expect(await fixture.keeper.openDoubts().map(\.id) == [extend.id])
        // It had been extended; the charge is booked from then on.
        let status = RentalStatus(isAvailable: false, expiresAt: before + .days(30))
        try await fixture.keeper.settleDoubts(of: rental.id, status: status)
        try await fixture.keeper.observe(.status(status), on: rental.id)
        #expect(try await fixture.keeper.line("\(rental.id)").shownState == "active")
        #expect(try fixture.store.ledger(since: nil, limit: 9).count == 2)
    }

    @Test func `leaves no doubt once the provider had its say`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let cancel = try await fixture.keeper.recordIntent(.cancel, on: line, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: cancel.id, .failed(lost))
        fixture.clock.advance(.hours(3))
        try await fixture.keeper.release(line.id, failed: true)
        #expect(await fixture.keeper.openDoubts().count == 1)
        try await fixture.keeper.recordNotFound(line.id)
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(try await fixture.keeper.line("\(line.id)").shownState == "expired")
    }
}
