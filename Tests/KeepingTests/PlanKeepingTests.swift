import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

@Suite("What the plan decides")
struct PlanKeepingTests {
    private func settings(_ change: (inout Policy) -> Void) -> KeeperSettings {
        var settings = KeeperSettings()
        change(&settings.policy)
        return settings
    }

    @Test func `is done once for each expiry, also over a restart`() async throws {
        let settings = settings {
            $0.rentals.extendBefore = .days(1)
            $0.rentals.extendDays = 30
        }
        let fixture = try KeeperFixture(settings)
        let line = try await fixture.rental()
        #expect(try await fixture.nextAction() == nil)
        fixture.clock.advance(.days(29))
        let first = try #require(try await fixture.nextAction())
        #expect(first.kind == .extend)
        #expect(first.origin == "plan")
        #expect(try await fixture.nextAction() == nil)
        let later = try fixture.restarted(settings)
        #expect(try await fixture.nextAction(later) == nil)
        try await fixture.keeper.recordOutcome(
            of: first.id, .extended(Extension(expiresAt: noon + .days(60))))
        try await fixture.keeper.release(line.id)
        #expect(try await fixture.keeper.line("\(line.id)").expiresAt == noon + .days(60))
        #expect(try await fixture.nextAction() == nil)
        fixture.clock.advance(.days(30))
        #expect(try await fixture.nextAction()?.kind == .extend)
    }

    @Test func `is told beforehand in the plan`() async throws {
        let fixture = try KeeperFixture(settings { $0.rentals.refundUnused = true })
        let line = try await fixture.rental()
        let kinds = await fixture.keeper.plan(of: line.id).map(\.kind)
        #expect(Set(kinds).isSuperset(of: [.look, .refund, .expire, .warnExpiry]))
    }

    @Test func `to cancel is tried again when it was too early`() async throws {
        let fixture = try KeeperFixture(settings { $0.activations.cancelUnusedAfter = .minutes(1) })
        let line = try await fixture.activation()
        fixture.clock.advance(.minutes(1))
        let cancel = try #require(try await fixture.nextAction())
        #expect(cancel.kind == .cancel)
        try await fixture.keeper.recordOutcome(
            of: cancel.id, .failed(.tooEarly(retryAfter: .seconds(60))))
        try await fixture.keeper.release(line.id)
        #expect(try await fixture.nextAction() == nil)
        fixture.clock.advance(.seconds(61))
        let again = try #require(try await fixture.nextAction())
        #expect(again.id == cancel.id)
        #expect(again.attempts == 2)
        try await fixture.keeper.recordOutcome(
            of: again.id, .cancelled(Cancellation(moneyReturned: true)))
        #expect(try await fixture.keeper.line("\(line.id)").state == .refunded)
        let spent = try fixture.store.read { try $0.spent(since: noon, currency: "USD") }
        #expect(spent == .zero)
    }

    @Test func `to cancel is given up when the code has come, however it is refused`() async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        try await fixture.keeper.receive(
            [ReceivedMessage(text: "Code 1234", sender: nil, receivedAt: nil)], on: line.id,
            standing: ActivationStatus(.received))
        let received = try await fixture.keeper.line("\(line.id)")
        let cancel = try await fixture.keeper.recordIntent(.cancel, on: received, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: cancel.id, .failed(.tooEarly(retryAfter: nil)))
        let ended = try #require(try fixture.store.action(cancel.id))
        #expect(ended.state == .failed)
        #expect(ended.result?.contains("received its code") == true)
    }

    @Test func `is not done to a line in doubt`() async throws {
        let fixture = try KeeperFixture(settings { $0.rentals.refundUnused = true })
        let line = try await fixture.rental()
        var payload = ActionDetails()
        payload.days = 30
        let extend = try await fixture.keeper.recordIntent(
            .extend, on: line, payload, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: extend.id, .failed(.transport(.answerLost(host: "x", reason: "hang"))))
        try await fixture.keeper.release(line.id)
        fixture.clock.advance(.hours(12))
        #expect(try await fixture.nextAction() == nil)
        #expect(await fixture.keeper.plan(of: line.id).map(\.kind) == [.look])
    }
}

@Suite("Keeping lines")
struct KeepingLinesTests {
    private func sms(_ text: String) -> ReceivedMessage {
        ReceivedMessage(text: text, sender: "BANK", receivedAt: noon)
    }

    @Test func `a message is stored once and told once`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        for _ in 0..<3 { try await fixture.keeper.receive([sms("Code 1234")], on: line.id) }
        let later = try fixture.restarted()
        try await later.receive([sms("Code 1234"), sms("Code 99887")], on: line.id)
        #expect(try fixture.store.messages(fixture.store.filter()).count == 2)
        let told = try fixture.store.latestEvents(limit: 50).filter { $0.kind == "message" }
        #expect(told.count == 2)
        #expect(await later.allLines().map(\.messageCount) == [2])
    }

    @Test func `lines held elsewhere are taken up once, and not while a purchase is under way`()
        async throws
    {
        let fixture = try KeeperFixture()
        let held = HeldRental(providerID: "ELSEWHERE")
        try await fixture.begin()
        _ = try await fixture.nextAction()
        try await fixture.keeper.compareLists(
            rentals: [held], active: [], past: nil, began: noon, on: "pool")
        #expect(await fixture.keeper.allLines().count == 1)
        let open = try #require(try fixture.store.actions(in: [.running]).first)
        try await fixture.keeper.recordOutcome(of: open.id, .failed(.outOfStock("")))
        for _ in 0..<2 {
            try await fixture.keeper.compareLists(
                rentals: [held], active: [], past: nil, began: noon, on: "pool")
        }
        #expect(await fixture.keeper.allLines().map(\.providerID) == ["ELSEWHERE"])
        #expect(await fixture.keeper.allLines().map(\.isAdopted) == [true])
    }

    @Test func `a line is found by id, number, ending and label, and never guessed`() async throws {
        let fixture = try KeeperFixture()
        let one = try await fixture.rental()
        let two = try await fixture.activation()
        _ = try await fixture.keeper.label(one.id, "bank")
        #expect(try await fixture.keeper.line("\(one.id)").id == one.id)
        #expect(try await fixture.keeper.line("+447700900123").id == two.id)
        #expect(try await fixture.keeper.line("5550123").id == one.id)
        #expect(try await fixture.keeper.line("BANK").id == one.id)
        await #expect(throws: KeeperError.self) { try await fixture.keeper.line("0123") }
        await #expect(throws: KeeperError.self) { try await fixture.keeper.line("99") }
        await #expect(throws: KeeperError.self) { try await fixture.keeper.line("") }
        await #expect(throws: KeeperError.self) {
            _ = try await fixture.keeper.label(two.id, "bank")
        }
        await #expect(throws: KeeperError.self) { _ = try await fixture.keeper.label(two.id, "7") }
    }

    @Test func `a provider's own clock decides what its windows mean`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        for minute in 0...12 {
            await fixture.keeper.noteCall(
                on: "pool", providerTime: fixture.clock.world.now() + .days(31), error: nil)
            try await fixture.keeper.observe(.time, on: line.id)
            // Three answers are not enough: they may be as wrong as our own clock.
            let isOver = try await fixture.keeper.line("\(line.id)").state == .expired
            #expect(isOver == (minute >= 10))
            fixture.clock.advance(.minutes(1))
        }
    }

    @Test func `what is asked of a line is refused where it makes no sense`() async throws {
        let fixture = try KeeperFixture()
        let rental = try await fixture.rental()
        let activation = try await fixture.activation()
        await #expect(throws: KeeperError.self) {
            _ = try await fixture.keeper.recordIntent(.cancel, on: rental, origin: "console")
        }
        await #expect(throws: KeeperError.self) {
            _ = try await fixture.keeper.recordIntent(.refund, on: activation, origin: "console")
        }
        _ = try await fixture.keeper.recordIntent(.cancel, on: activation, origin: "console")
        await #expect(throws: KeeperError.self) {
            _ = try await fixture.keeper.recordIntent(.cancel, on: activation, origin: "console")
        }
    }
}
