import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// News from providers: stored at once if it is authentic, otherwise a hint.
@Suite("News from providers") struct PushTests {
    private func work(_ house: TestHouse) async throws -> Work {
        try await house.keeper.nextWork(for: "pool")
    }

    /// Does all due work, so that later work is caused by the news.
    private func settle(_ house: TestHouse) async throws {
        _ = try await house.nextAction()
    }

    @Test func `a message is stored and the line has it`() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        let news = PushNews(
            providerID: line.providerID, message: ReceivedMessage(text: "Your code is 482913"))
        #expect(try await house.keeper.take(news, on: "pool"))
        #expect(try await house.keeper.take(news, on: "pool"))
        let found = try await house.keeper.line("\(line.id)")
        #expect(found.state == .received)
        #expect(found.messageCount == 1)
        #expect(try house.store.messages(house.store.filter()).map(\.code) == ["482913"])
        // A look that shows the same message adds nothing.
        let shown = ReceivedMessage(
            text: "Your code is 482913", sender: "Bank", receivedAt: house.clock.world.now())
        try await house.keeper.receive([shown], on: line.id)
        #expect(try house.store.messages(house.store.filter()).map(\.sender) == ["Bank"])
    }

    @Test func `a hint brings a look at once`() async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        let status = RentalStatus(
            isAvailable: true, activeFor: .hours(1), expiresAt: line.expiresAt)
        try await house.keeper.observe(.status(status), on: line.id)
        try await house.keeper.receive([], on: line.id)
        try await settle(house)
        guard case .rest = try await work(house) else {
            Issue.record("there was something to do")
            return
        }
        try await house.keeper.take(PushNews(providerID: line.providerID), on: "pool")
        guard case .look(let looked) = try await work(house) else {
            Issue.record("it was not looked at")
            return
        }
        #expect(looked.id == line.id)
        try await house.keeper.release(line.id)
    }

    @Test func `hints of strangers ask for the lists, once a minute at most`() async throws {
        let house = try TestHouse()
        _ = try await house.rental()
        try await settle(house)
        func list() async throws {
            try await house.keeper.listed(
                rentals: nil, active: nil, past: nil, began: house.clock.world.now(), on: "pool")
        }
        try await list()
        func lists() async throws -> Int {
            var count = 0
            for _ in 0..<20 {
                try await house.keeper.take(PushNews(providerID: "STRANGER"), on: "pool")
                switch try await work(house) {
                case .list:
                    count += 1
                    try await house.keeper.listed(
                        rentals: [], active: [], past: nil, began: house.clock.world.now(),
                        on: "pool")
                case .look(let line), .refresh(let line):
                    try await house.keeper.release(line.id, failed: true)
                case .balance: await house.keeper.noteBalance(.zero, on: "pool")
                case .poll: await house.keeper.pollFailed(on: "pool")
                case .action, .rest: break
                }
            }
            return count
        }
        house.clock.advance(.seconds(61))
        let first = try await lists()
        house.clock.advance(.seconds(61))
        let second = try await lists()
        #expect([first, second] == [1, 1])
    }

    @Test func `a feed that opens or closes has all asked for, and polling is calmer between`()
        async throws
    {
        let house = try TestHouse()
        let line = try await house.activation()
        try await settle(house)
        try await house.keeper.receive([], on: line.id)
        await house.keeper.feedOpened(of: line.id)
        for change in 0..<2 {
            house.clock.advance(.seconds(6))
            guard case .poll = try await work(house) else {
                Issue.record("nobody asked after change \(change)")
                return
            }
            let reading = ActivationReading(
                providerID: line.providerID ?? "", status: ActivationStatus(.waiting))
            try await house.keeper.polled(
                [reading], asked: house.clock.world.uptime(), on: "pool")
            guard change == 0 else { break }
            let poll = await house.keeper.plan(of: line.id).first { $0.kind == .poll }
            #expect(poll.map { $0.due - house.clock.world.now() > .seconds(20) } == true)
            await house.keeper.feedClosed(of: line.id)
        }
    }

    @Test func `a text for a line that is not known yet is to be sent again`() async throws {
        let house = try TestHouse()
        let call = PushRequest(headers: [], body: Array("NEW".utf8), receivedAt: noon)
        await #expect {
            try await house.keeper.take(call, on: "pool")
        } throws: { error in
            if case PushFailure.early = error { true } else { false }
        }
        var held = HeldRental(providerID: "NEW")
        held.expiresAt = noon + .days(3)
        let line = try await house.keeper.adopt(held, on: "pool")
        try await house.keeper.take(call, on: "pool")
        #expect(try await house.keeper.line("\(line.id)").messageCount == 1)
    }

    @Test func `equal texts of a rental at other times are other messages`() async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        for hour in [9, 15, 15] {
            let message = ReceivedMessage(
                text: "Confirm your login", receivedAt: noon + .hours(hour))
            try await house.keeper.take(
                PushNews(providerID: line.providerID, message: message), on: "pool")
        }
        #expect(try await house.keeper.line("\(line.id)").messageCount == 2)
    }

    @Test func `an equal text of an activation is looked for`() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        let news = PushNews(
            providerID: line.providerID, message: ReceivedMessage(text: "Your code is 482913"))
        try await house.keeper.take(news, on: "pool")
        try await settle(house)
        try await house.keeper.take(news, on: "pool")
        guard case .look(let looked) = try await work(house) else {
            Issue.record("it was not looked for")
            return
        }
        #expect(looked.id == line.id)
    }

    @Test func `a call to a webhook of a provider that calls nobody is refused`() async throws {
        let house = try TestHouse()
        let call = PushRequest(headers: [], body: [], receivedAt: noon)
        await #expect(throws: PushFailure.self) { try await house.keeper.take(call, on: "pool") }
    }
}
