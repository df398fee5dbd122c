import Accounts
import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// News from providers: stored at once if it is authentic, otherwise a hint.
@Suite("News from providers") struct PushTests {
    private func work(_ fixture: KeeperFixture) async throws -> Work {
        try await fixture.keeper.nextWork(for: "pool")
    }

    /// Does all due work, so that later work is caused by the news.
    private func settle(_ fixture: KeeperFixture) async throws {
        _ = try await fixture.nextAction()
    }

    @Test func `a message is stored and the line has it`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let news = PushNews(
            providerID: line.providerID, message: ReceivedMessage(text: "Your code is 482913"))
        #expect(try await fixture.keeper.recordNews(news, on: "pool"))
        #expect(try await fixture.keeper.recordNews(news, on: "pool"))
        let found = try await fixture.keeper.line("\(line.id)")
        #expect(found.state == .received)
        #expect(found.messageCount == 1)
        #expect(try fixture.store.messages(fixture.store.filter()).map(\.code) == ["482913"])
        // A look that shows the same message adds nothing.
        let shown = ReceivedMessage(
            text: "Your code is 482913", sender: "Bank", receivedAt: fixture.clock.world.now())
        try await fixture.keeper.receive([shown], on: line.id)
        #expect(try fixture.store.messages(fixture.store.filter()).map(\.sender) == ["Bank"])
    }

    @Test func `a hint brings a look at once`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let status = RentalStatus(
            isAvailable: true, activeFor: .hours(1), expiresAt: line.expiresAt)
        try await fixture.keeper.observe(.status(status), on: line.id)
        try await fixture.keeper.receive([], on: line.id)
        try await settle(fixture)
        guard case .idle = try await work(fixture) else {
            Issue.record("there was something to do")
            return
        }
        try await fixture.keeper.recordNews(PushNews(providerID: line.providerID), on: "pool")
        guard case .look(let looked) = try await work(fixture) else {
            Issue.record("it was not looked at")
            return
        }
        #expect(looked.id == line.id)
        try await fixture.keeper.release(line.id)
    }

    @Test func `hints of strangers ask for the lists, once a minute at most`() async throws {
        let fixture = try KeeperFixture()
        _ = try await fixture.rental()
        try await settle(fixture)
        func list() async throws {
            try await fixture.keeper.compareLists(
                rentals: nil, active: nil, past: nil, began: fixture.clock.world.now(), on: "pool")
        }
        try await list()
        func lists() async throws -> Int {
            var count = 0
            for _ in 0..<20 {
                try await fixture.keeper.recordNews(PushNews(providerID: "STRANGER"), on: "pool")
                switch try await work(fixture) {
                case .list:
                    count += 1
                    try await fixture.keeper.compareLists(
                        rentals: [], active: [], past: nil, began: fixture.clock.world.now(),
                        on: "pool")
                case .look(let line), .refresh(let line), .read(let line):
                    try await fixture.keeper.release(line.id, failed: true)
                case .balance: await fixture.keeper.noteBalance(.zero, on: "pool")
                case .poll: await fixture.keeper.pollFailed(on: "pool")
                case .action, .idle: break
                }
            }
            return count
        }
        fixture.clock.advance(.seconds(61))
        let first = try await lists()
        fixture.clock.advance(.seconds(61))
        let second = try await lists()
        #expect([first, second] == [1, 1])
    }

    @Test func `a feed that opens or closes has all asked for, and polling is calmer between`()
        async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        try await settle(fixture)
        try await fixture.keeper.receive([], on: line.id)
        await fixture.keeper.feedOpened(of: line.id)
        for change in 0..<2 {
            fixture.clock.advance(.seconds(6))
            guard case .poll = try await work(fixture) else {
                Issue.record("nobody asked after change \(change)")
                return
            }
            let reading = ActivationReading(
                providerID: line.providerID ?? "", status: ActivationStatus(.waiting))
            try await fixture.keeper.recordPoll(
                [reading], asked: fixture.clock.world.uptime(), on: "pool")
            guard change == 0 else { break }
            let poll = await fixture.keeper.plan(of: line.id).first { $0.kind == .poll }
            #expect(poll.map { $0.due - fixture.clock.world.now() > .seconds(20) } == true)
            await fixture.keeper.feedClosed(of: line.id)
        }
    }

    @Test func `a text for a line that is not known yet is to be sent again`() async throws {
        let fixture = try KeeperFixture()
        let call = PushRequest(headers: [], body: Array("NEW".utf8), receivedAt: noon)
        await #expect {
            try await fixture.keeper.acceptWebhook(call, on: "pool")
        } throws: { error in
            if case PushFailure.early = error { true } else { false }
        }
        var held = HeldRental(providerID: "NEW")
        held.expiresAt = noon + .days(3)
        let line = try await fixture.keeper.adopt(held, on: "pool")
        try await fixture.keeper.acceptWebhook(call, on: "pool")
        #expect(try await fixture.keeper.line("\(line.id)").messageCount == 1)
    }

    @Test func `equal texts of a rental at other times are other messages`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        for hour in [9, 15, 15] {
            let message = ReceivedMessage(
                text: "Confirm your login", receivedAt: noon + .hours(hour))
            try await fixture.keeper.recordNews(
                PushNews(providerID: line.providerID, message: message), on: "pool")
        }
        #expect(try await fixture.keeper.line("\(line.id)").messageCount == 2)
    }

    @Test func `an equal text of an activation is looked for`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let news = PushNews(
            providerID: line.providerID, message: ReceivedMessage(text: "Your code is 482913"))
        try await fixture.keeper.recordNews(news, on: "pool")
        try await settle(fixture)
        try await fixture.keeper.recordNews(news, on: "pool")
        guard case .look(let looked) = try await work(fixture) else {
            Issue.record("it was not looked for")
            return
        }
        #expect(looked.id == line.id)
    }

    @Test func `a call to a webhook of a provider that calls nobody is refused`() async throws {
        let fixture = try KeeperFixture()
        let call = PushRequest(headers: [], body: [], receivedAt: noon)
        await #expect(throws: PushFailure.self) {
            try await fixture.keeper.acceptWebhook(call, on: "pool")
        }
    }
}
