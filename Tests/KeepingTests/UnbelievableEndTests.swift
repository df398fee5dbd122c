import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Answers that contradict known facts are checked, not believed.
@Suite("An end nobody can believe")
struct UnbelievableEndTests {
    private let longAgo = Instant(milliseconds: 94_694_400_000)

    private func status(_ end: Instant?) -> Observation {
        .status(RentalStatus(isAvailable: true, expiresAt: end))
    }

    private func told(_ fixture: KeeperFixture) throws -> [String] {
        try fixture.store.latestEvents(limit: 50).filter { $0.kind == "end_unclear" }.map(\.text)
    }

    @Test
    func `a status that moves it into the past or by years changes nothing, and is told once`()
        async throws
    {
        let fixture = try KeeperFixture()
        await fixture.keeper.noteCall(on: "pool", providerTime: noon, error: nil)
        let line = try await fixture.rental()
        for end in [longAgo, Instant(milliseconds: 253_402_300_799_000), noon - .hours(3)] {
            for _ in 0..<100 {
                try await fixture.keeper.observe(status(end), on: line.id)
                try await fixture.keeper.observe(.listed(expiresAt: end), on: line.id)
                try await fixture.keeper.observe(.time, on: line.id)
                fixture.clock.advance(.seconds(30))
            }
            let now = try await fixture.keeper.line("\(line.id)")
            #expect(now.expiresAt == line.expiresAt && now.state == .active)
        }
        #expect(try told(fixture).count == 3)
        #expect(try told(fixture).first?.contains("1973-01-01") == true)
    }

    @Test func `one that is earlier than before is believed when lists say it too, or for long`()
        async throws
    {
        for isListed in [true, false] {
            let fixture = try KeeperFixture()
            let line = try await fixture.rental()
            let earlier = noon + .days(20)
            try await fixture.keeper.observe(status(earlier), on: line.id)
            #expect(try await fixture.keeper.line("\(line.id)").expiresAt == line.expiresAt)
            if isListed {
                try await fixture.keeper.observe(.listed(expiresAt: earlier), on: line.id)
            } else {
                fixture.clock.advance(.minutes(5))
                try await fixture.keeper.observe(status(earlier), on: line.id)
                #expect(try await fixture.keeper.line("\(line.id)").expiresAt == line.expiresAt)
                fixture.clock.advance(.minutes(6))
            }
            try await fixture.keeper.observe(status(earlier), on: line.id)
            #expect(try await fixture.keeper.line("\(line.id)").expiresAt == earlier)
        }
    }

    @Test func `an extension answered with such an end is in doubt, and settled by what can be`()
        async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        var payload = ActionDetails()
        payload.days = 30
        payload.price = Money(tenThousandths: 200_000)
        let extend = try await fixture.keeper.recordIntent(
            .extend, on: line, payload, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: extend.id, .extended(Extension(expiresAt: longAgo)))
        try await fixture.keeper.release(line.id)
        #expect(await fixture.keeper.openDoubts().map(\.id) == [extend.id])
        #expect(try await fixture.keeper.line("\(line.id)").state == .active)
        // An impossible end does not prove that the extension failed.
        fixture.clock.advance(.minutes(5))
        for end in [longAgo, Instant(milliseconds: 253_402_300_799_000)] {
            try await fixture.keeper.settleDoubts(
                of: line.id, status: RentalStatus(isAvailable: true, expiresAt: end))
            #expect(await fixture.keeper.openDoubts().map(\.id) == [extend.id])
        }
        let end = noon + .days(60)
        try await fixture.keeper.settleDoubts(
            of: line.id, status: RentalStatus(isAvailable: true, expiresAt: end))
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(try await fixture.keeper.line("\(line.id)").expiresAt == end)
        #expect(try fixture.store.ledger(since: nil, limit: 9).count == 2)
    }

    @Test func `a purchase that ended before it was made is kept, and ends by what is told later`()
        async throws
    {
        let fixture = try KeeperFixture()
        await fixture.keeper.noteCall(on: "pool", providerTime: noon, error: nil)
        let order = try await fixture.begin()
        _ = try await fixture.nextAction()
        var purchase = Purchase(providerID: "ORDER", number: "+447700900123")
        purchase.expiresAt = noon + .minutes(20) - .hours(3)
        try await fixture.keeper.recordOutcome(of: order.id, .bought(purchase))
        let id = try #require(order.line)
        try await fixture.keeper.release(id)
        #expect(try await fixture.keeper.line("\(id)").state == .waiting)
        #expect(try await fixture.keeper.line("\(id)").expiresAt == nil)
        let right = ActivationStatus(.waiting, expiresAt: noon + .minutes(20))
        try await fixture.keeper.receive([], on: id, standing: right)
        #expect(try await fixture.keeper.line("\(id)").expiresAt == noon + .minutes(20))

        let rent = try await fixture.begin(.rent)
        _ = try await fixture.nextAction()
        purchase = Purchase(providerID: "RENT", number: "+14155550123")
        purchase.expiresAt = longAgo
        try await fixture.keeper.recordOutcome(of: rent.id, .bought(purchase))
        let rental = try await fixture.keeper.line("\(try #require(rent.line))")
        #expect(rental.expiresAt == rental.purchasedAt + .days(30))
    }

    @Test func `stamps hours off are said once, with the zone that sets them right`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        var messages: [ReceivedMessage] = []
        for number in 0..<5 {
            try await fixture.keeper.receive(messages, on: line.id)
            fixture.clock.advance(.seconds(10))
            messages.append(
                ReceivedMessage(
                    text: "Code 12\(number)456",
                    receivedAt: fixture.clock.world.now() - .hours(3)))
            try await fixture.keeper.receive(messages, on: line.id)
        }
        let told = try fixture.store.latestEvents(limit: 50).filter { $0.kind == "stamps" }
        #expect(told.count == 1)
        #expect(told.first?.text.contains("3 h behind") == true)
        #expect(told.first?.text.contains("\"UTC-3\"") == true)
        #expect(await fixture.keeper.accountViews().map(\.stampsAhead) == [.hours(-3)])
        // The message keeps the reported time; deadlines count from its arrival.
        let stored = try fixture.store.messages(fixture.store.filter()).compactMap(\.receivedAt)
        #expect(stored.allSatisfy { $0 < noon })
        let last = try await fixture.keeper.line("\(line.id)").lastMessageAt
        #expect(last.map { $0 > noon } == true)
    }

    @Test func `an order in doubt is found among past ones that are stamped in another zone`()
        async throws
    {
        let fixture = try KeeperFixture()
        let known = try await fixture.activation()
        let doubtful = try await fixture.begin()
        _ = try await fixture.nextAction()
        let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
        try await fixture.keeper.recordOutcome(of: doubtful.id, .failed(lost))
        fixture.clock.advance(.minutes(5))
        func past(_ id: String) -> ActivationReading {
            var reading = ActivationReading(providerID: id, status: ActivationStatus(.waiting))
            reading.orderedAt = noon - .hours(3)
            return reading
        }
        try await fixture.keeper.compareLists(
            rentals: nil, active: [], past: [past(known.providerID ?? ""), past("LOST")],
            began: fixture.clock.world.now(), on: "pool")
        #expect(try fixture.store.action(doubtful.id)?.state == .done)
        #expect(try await fixture.keeper.line("\(doubtful.line ?? 0)").providerID == "LOST")
    }
}
