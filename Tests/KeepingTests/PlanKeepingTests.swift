import Keeping
import Lines
import Providers
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
        let house = try TestHouse(settings)
        let line = try await house.rental()
        #expect(try await house.nextAction() == nil)
        house.clock.advance(.days(29))
        let first = try #require(try await house.nextAction())
        #expect(first.kind == .extend)
        #expect(first.origin == "plan")
        #expect(try await house.nextAction() == nil)
        let later = try house.restarted(settings)
        #expect(try await house.nextAction(later) == nil)
        try await house.keeper.ended(
            first.id, .extended(Extension(expiresAt: noon + .days(60))))
        try await house.keeper.release(line.id)
        #expect(try await house.keeper.line("\(line.id)").expiresAt == noon + .days(60))
        #expect(try await house.nextAction() == nil)
        house.clock.advance(.days(30))
        #expect(try await house.nextAction()?.kind == .extend)
    }

    @Test func `is told beforehand in the plan`() async throws {
        let house = try TestHouse(settings { $0.rentals.refundUnused = true })
        let line = try await house.rental()
        let kinds = await house.keeper.plan(of: line.id).map(\.kind)
        #expect(Set(kinds).isSuperset(of: [.look, .refund, .expire, .warnExpiry]))
    }

    @Test func `to cancel is tried again when it was too early`() async throws {
        let house = try TestHouse(settings { $0.activations.cancelUnusedAfter = .minutes(1) })
        let line = try await house.activation()
        house.clock.advance(.minutes(1))
        let cancel = try #require(try await house.nextAction())
        #expect(cancel.kind == .cancel)
        try await house.keeper.ended(
            cancel.id, .failed(.tooEarly(retryAfter: .seconds(60))))
        try await house.keeper.release(line.id)
        #expect(try await house.nextAction() == nil)
        house.clock.advance(.seconds(61))
        let again = try #require(try await house.nextAction())
        #expect(again.id == cancel.id)
        #expect(again.attempts == 2)
        try await house.keeper.ended(
            again.id, .cancelled(Cancellation(moneyReturned: true)))
        #expect(try await house.keeper.line("\(line.id)").state == .refunded)
        let spent = try house.store.read { try $0.spent(since: noon, currency: "USD") }
        #expect(spent == .zero)
    }

    @Test func `to cancel is given up when the code has come, however it is refused`() async throws
    {
        let house = try TestHouse()
        let line = try await house.activation()
        try await house.keeper.receive(
            [ReceivedMessage(text: "Code 1234", sender: nil, receivedAt: nil)], on: line.id,
            standing: ActivationStatus(.received))
        let received = try await house.keeper.line("\(line.id)")
        let cancel = try await house.keeper.intend(.cancel, on: received, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(cancel.id, .failed(.tooEarly(retryAfter: nil)))
        let ended = try #require(try house.store.action(cancel.id))
        #expect(ended.state == .failed)
        #expect(ended.result?.contains("brought its code") == true)
    }

    @Test func `is not done to a line in doubt`() async throws {
        let house = try TestHouse(settings { $0.rentals.refundUnused = true })
        let line = try await house.rental()
        var payload = ActionDetails()
        payload.days = 30
        let extend = try await house.keeper.intend(.extend, on: line, payload, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(
            extend.id, .failed(.transport(.answerLost(host: "x", reason: "hang"))))
        try await house.keeper.release(line.id)
        house.clock.advance(.hours(12))
        #expect(try await house.nextAction() == nil)
        #expect(await house.keeper.plan(of: line.id).map(\.kind) == [.look])
    }
}

@Suite("Keeping lines")
struct KeepingLinesTests {
    private func sms(_ text: String) -> ReceivedMessage {
        ReceivedMessage(text: text, sender: "BANK", receivedAt: noon)
    }

    @Test func `a message is stored once and told once`() async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        for _ in 0..<3 { try await house.keeper.receive([sms("Code 1234")], on: line.id) }
        let later = try house.restarted()
        try await later.receive([sms("Code 1234"), sms("Code 99887")], on: line.id)
        #expect(try house.store.messages(house.store.filter()).count == 2)
        let told = try house.store.latestEvents(limit: 50).filter { $0.kind == "message" }
        #expect(told.count == 2)
        #expect(await later.allLines().map(\.messageCount) == [2])
    }

    @Test func `lines held elsewhere are taken up once, and not while a purchase is under way`()
        async throws
    {
        let house = try TestHouse()
        let held = HeldRental(providerID: "ELSEWHERE")
        try await house.begin()
        _ = try await house.nextAction()
        try await house.keeper.listed(
            rentals: [held], active: [], past: nil, began: noon, on: "pool")
        #expect(await house.keeper.allLines().count == 1)
        let open = try #require(try house.store.actions(in: [.running]).first)
        try await house.keeper.ended(open.id, .failed(.outOfStock("")))
        for _ in 0..<2 {
            try await house.keeper.listed(
                rentals: [held], active: [], past: nil, began: noon, on: "pool")
        }
        #expect(await house.keeper.allLines().map(\.providerID) == ["ELSEWHERE"])
        #expect(await house.keeper.allLines().map(\.isAdopted) == [true])
    }

    @Test func `a line is found by id, number, ending and label, and never guessed`() async throws {
        let house = try TestHouse()
        let one = try await house.rental()
        let two = try await house.activation()
        _ = try await house.keeper.label(one.id, "bank")
        #expect(try await house.keeper.line("\(one.id)").id == one.id)
        #expect(try await house.keeper.line("+447700900123").id == two.id)
        #expect(try await house.keeper.line("5550123").id == one.id)
        #expect(try await house.keeper.line("BANK").id == one.id)
        await #expect(throws: KeeperError.self) { try await house.keeper.line("0123") }
        await #expect(throws: KeeperError.self) { try await house.keeper.line("99") }
        await #expect(throws: KeeperError.self) { try await house.keeper.line("") }
        await #expect(throws: KeeperError.self) { _ = try await house.keeper.label(two.id, "bank") }
        await #expect(throws: KeeperError.self) { _ = try await house.keeper.label(two.id, "7") }
    }

    @Test func `a provider's own clock decides what its windows mean`() async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        for minute in 0...12 {
            await house.keeper.noteCall(
                on: "pool", providerTime: house.clock.world.now() + .days(31), error: nil)
            try await house.keeper.observe(.time, on: line.id)
            // Three answers are not enough: they may be as wrong as our own clock.
            let isOver = try await house.keeper.line("\(line.id)").state == .expired
            #expect(isOver == (minute >= 10))
            house.clock.advance(.minutes(1))
        }
    }

    @Test func `what is asked of a line is refused where it makes no sense`() async throws {
        let house = try TestHouse()
        let rental = try await house.rental()
        let activation = try await house.activation()
        await #expect(throws: KeeperError.self) {
            _ = try await house.keeper.intend(.cancel, on: rental, origin: "console")
        }
        await #expect(throws: KeeperError.self) {
            _ = try await house.keeper.intend(.refund, on: activation, origin: "console")
        }
        _ = try await house.keeper.intend(.cancel, on: activation, origin: "console")
        await #expect(throws: KeeperError.self) {
            _ = try await house.keeper.intend(.cancel, on: activation, origin: "console")
        }
    }
}
