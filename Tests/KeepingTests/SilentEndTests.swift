import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// Lines that ran out while their provider did not answer. Their outcome and refunds are asked for
/// as soon as the provider answers.
@Suite("An end nobody told of")
struct SilentEndTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    /// An activation that ran out hours ago, without an answer from the provider since it was
    /// bought.
    private func silentlyExpired(_ house: TestHouse) async throws -> Line {
        let line = try await house.activation()
        house.clock.advance(.hours(3))
        try await house.keeper.release(line.id, failed: true)
        return try await house.keeper.line("\(line.id)")
    }

    @Test func `is looked into however late, until there is an answer`() async throws {
        let house = try TestHouse()
        let line = try await silentlyExpired(house)
        #expect(line.state == .expired)
        house.clock.advance(.hours(5))
        let later = try house.restarted()
        #expect(await later.plan(of: line.id).map(\.kind) == [.look])
        try await later.receive([], on: line.id, standing: ActivationStatus(.refunded))
        #expect(try await later.line("\(line.id)").state == .refunded)
        let spent = try house.store.read { try $0.spent(since: noon, currency: "USD") }
        #expect(spent == .zero)
        #expect(await later.plan(of: line.id).isEmpty)
        #expect(try await house.restarted().plan(of: line.id).isEmpty)
    }

    @Test func `is not looked into for ever where the provider knows nothing of it`() async throws {
        let house = try TestHouse()
        let line = try await silentlyExpired(house)
        house.clock.advance(.minutes(20))
        #expect(await house.keeper.plan(of: line.id).map(\.kind) == [.look])
        try await house.keeper.deny(line.id)
        #expect(await house.keeper.plan(of: line.id).isEmpty)
        #expect(try await house.restarted().plan(of: line.id).isEmpty)
    }

    @Test func `settles no doubt by itself`() async throws {
        let house = try TestHouse()
        let rental = try await house.rental()
        let before = try #require(rental.expiresAt)
        house.clock.advance(.days(29))
        var payload = ActionDetails()
        payload.days = 30
        payload.price = Money(tenThousandths: 200_000)
        let extend = try await house.keeper.intend(.extend, on: rental, payload, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(extend.id, .failed(lost))
        try await house.keeper.release(rental.id, failed: true)
        house.clock.advance(.days(1) + .hours(2))
        try await house.keeper.release(rental.id, failed: true)
        let ended = try await house.keeper.line("\(rental.id)")
        #expect(ended.state == .expired)
        #expect(ended.inDoubt)
        #expect(await house.keeper.openDoubts().map(\.id) == [extend.id])
        // It had been extended; the charge is booked from then on.
        let status = RentalStatus(isAvailable: false, expiresAt: before + .days(30))
        try await house.keeper.settleDoubts(of: rental.id, status: status)
        try await house.keeper.observe(.status(status), on: rental.id)
        #expect(try await house.keeper.line("\(rental.id)").shownState == "active")
        #expect(try house.store.ledger(since: nil, limit: 9).count == 2)
    }

    @Test func `leaves no doubt once the provider had its say`() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        let cancel = try await house.keeper.intend(.cancel, on: line, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(cancel.id, .failed(lost))
        house.clock.advance(.hours(3))
        try await house.keeper.release(line.id, failed: true)
        #expect(await house.keeper.openDoubts().count == 1)
        try await house.keeper.deny(line.id)
        #expect(await house.keeper.openDoubts().isEmpty)
        #expect(try await house.keeper.line("\(line.id)").shownState == "expired")
    }
}
