import Keeping
import Lines
import Providers
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

    private func told(_ house: TestHouse) throws -> [String] {
        try house.store.latestEvents(limit: 50).filter { $0.kind == "end_unclear" }.map(\.text)
    }

    @Test
    func `a status that moves it into the past or by years changes nothing, and is told once`()
        async throws
    {
        let house = try TestHouse()
        await house.keeper.noteCall(on: "pool", providerTime: noon, error: nil)
        let line = try await house.rental()
        for end in [longAgo, Instant(milliseconds: 253_402_300_799_000), noon - .hours(3)] {
            for _ in 0..<100 {
                try await house.keeper.observe(status(end), on: line.id)
                try await house.keeper.observe(.listed(expiresAt: end), on: line.id)
                try await house.keeper.observe(.time, on: line.id)
                house.clock.advance(.seconds(30))
            }
            let now = try await house.keeper.line("\(line.id)")
            #expect(now.expiresAt == line.expiresAt && now.state == .active)
        }
        #expect(try told(house).count == 3)
        #expect(try told(house).first?.contains("1973-01-01") == true)
    }

    @Test func `one that is earlier than before is believed when lists say it too, or for long`()
        async throws
    {
        for isListed in [true, false] {
            let house = try TestHouse()
            let line = try await house.rental()
            let earlier = noon + .days(20)
            try await house.keeper.observe(status(earlier), on: line.id)
            #expect(try await house.keeper.line("\(line.id)").expiresAt == line.expiresAt)
            if isListed {
                try await house.keeper.observe(.listed(expiresAt: earlier), on: line.id)
            } else {
                house.clock.advance(.minutes(5))
                try await house.keeper.observe(status(earlier), on: line.id)
                #expect(try await house.keeper.line("\(line.id)").expiresAt == line.expiresAt)
                house.clock.advance(.minutes(6))
            }
            try await house.keeper.observe(status(earlier), on: line.id)
            #expect(try await house.keeper.line("\(line.id)").expiresAt == earlier)
        }
    }

    @Test func `an extension answered with such an end is in doubt, and settled by what can be`()
        async throws
    {
        let house = try TestHouse()
        let line = try await house.rental()
        var payload = ActionDetails()
        payload.days = 30
        payload.price = Money(tenThousandths: 200_000)
        let extend = try await house.keeper.intend(.extend, on: line, payload, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(extend.id, .extended(Extension(expiresAt: longAgo)))
        try await house.keeper.release(line.id)
        #expect(await house.keeper.openDoubts().map(\.id) == [extend.id])
        #expect(try await house.keeper.line("\(line.id)").state == .active)
        // An impossible end does not prove that the extension failed.
        house.clock.advance(.minutes(5))
        for end in [longAgo, Instant(milliseconds: 253_402_300_799_000)] {
            try await house.keeper.settleDoubts(
                of: line.id, status: RentalStatus(isAvailable: true, expiresAt: end))
            #expect(await house.keeper.openDoubts().map(\.id) == [extend.id])
        }
        let end = noon + .days(60)
        try await house.keeper.settleDoubts(
            of: line.id, status: RentalStatus(isAvailable: true, expiresAt: end))
        #expect(await house.keeper.openDoubts().isEmpty)
        #expect(try await house.keeper.line("\(line.id)").expiresAt == end)
        #expect(try house.store.ledger(since: nil, limit: 9).count == 2)
    }

    @Test func `a purchase that ended before it was made is kept, and ends by what is told later`()
        async throws
    {
        let house = try TestHouse()
        await house.keeper.noteCall(on: "pool", providerTime: noon, error: nil)
        let order = try await house.begin()
        _ = try await house.nextAction()
        var purchase = Purchase(providerID: "ORDER", number: "+447700900123")
        purchase.expiresAt = noon + .minutes(20) - .hours(3)
        try await house.keeper.ended(order.id, .bought(purchase))
        let id = try #require(order.line)
        try await house.keeper.release(id)
        #expect(try await house.keeper.line("\(id)").state == .waiting)
        #expect(try await house.keeper.line("\(id)").expiresAt == nil)
        let right = ActivationStatus(.waiting, expiresAt: noon + .minutes(20))
        try await house.keeper.receive([], on: id, standing: right)
        #expect(try await house.keeper.line("\(id)").expiresAt == noon + .minutes(20))

        let rent = try await house.begin(.rent)
        _ = try await house.nextAction()
        purchase = Purchase(providerID: "RENT", number: "+14155550123")
        purchase.expiresAt = longAgo
        try await house.keeper.ended(rent.id, .bought(purchase))
        let rental = try await house.keeper.line("\(try #require(rent.line))")
        #expect(rental.expiresAt == rental.purchasedAt + .days(30))
    }

    @Test func `stamps hours off are said once, with the zone that sets them right`() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        var messages: [ReceivedMessage] = []
        for number in 0..<5 {
            try await house.keeper.receive(messages, on: line.id)
            house.clock.advance(.seconds(10))
            messages.append(
                ReceivedMessage(
                    text: "Code 12\(number)456",
                    receivedAt: house.clock.world.now() - .hours(3)))
            try await house.keeper.receive(messages, on: line.id)
        }
        let told = try house.store.latestEvents(limit: 50).filter { $0.kind == "stamps" }
        #expect(told.count == 1)
        #expect(told.first?.text.contains("3 h back") == true)
        #expect(told.first?.text.contains("\"UTC-3\"") == true)
        #expect(await house.keeper.accountViews().map(\.stampsAhead) == [.hours(-3)])
        // The message keeps the reported time; deadlines count from its arrival.
        let stored = try house.store.messages(house.store.filter()).compactMap(\.receivedAt)
        #expect(stored.allSatisfy { $0 < noon })
        let last = try await house.keeper.line("\(line.id)").lastMessageAt
        #expect(last.map { $0 > noon } == true)
    }

    @Test func `an order in doubt is found among past ones that are stamped in another zone`()
        async throws
    {
        let house = try TestHouse()
        let known = try await house.activation()
        let doubtful = try await house.begin()
        _ = try await house.nextAction()
        let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
        try await house.keeper.ended(doubtful.id, .failed(lost))
        house.clock.advance(.minutes(5))
        func past(_ id: String) -> ActivationReading {
            var reading = ActivationReading(providerID: id, status: ActivationStatus(.waiting))
            reading.orderedAt = noon - .hours(3)
            return reading
        }
        try await house.keeper.listed(
            rentals: nil, active: [], past: [past(known.providerID ?? ""), past("LOST")],
            began: house.clock.world.now(), on: "pool")
        #expect(try house.store.action(doubtful.id)?.state == .done)
        #expect(try await house.keeper.line("\(doubtful.line ?? 0)").providerID == "LOST")
    }
}
