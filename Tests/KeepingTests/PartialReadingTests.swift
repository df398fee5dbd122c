@testable import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Lists that show that a message arrived but not which: the order itself is asked about, once for
/// each piece of news.
@Suite("What lists only show a part of")
struct PartialReadingTests {
    private let fixture: KeeperFixture
    private let line: Line

    init() async throws {
        fixture = try KeeperFixture()
        line = try await fixture.activation()
        // The questions of every start.
        try await fixture.keeper.compareLists(
            rentals: [], active: [], past: nil, began: noon, on: "pool")
        await fixture.keeper.noteBalance(.zero, on: "pool")
    }

    private func reading(
        _ phase: ActivationStatus.Phase, _ texts: [String] = [], isPartial: Bool = true
    ) -> ActivationReading {
        var reading = ActivationReading(
            providerID: line.providerID ?? "", status: ActivationStatus(phase),
            messages: texts.map { ReceivedMessage(text: $0) })
        reading.isPartial = isPartial
        return reading
    }

    private func poll(_ readings: ActivationReading...) async throws {
        try await fixture.keeper.recordPoll(
            readings, asked: fixture.clock.world.uptime(), on: "pool")
    }

    private func texts() throws -> [String] {
        try fixture.store.messages(fixture.store.filter()).map(\.text)
    }

    /// Whether the line is looked at next. The look is answered with `found`, or fails.
    private func isLookedAt(finding found: ActivationReading?) async throws -> Bool {
        guard case .look(let line) = try await fixture.keeper.nextWork(for: "pool") else {
            return false
        }
        if let found {
            let asked = fixture.clock.world.uptime()
            try await fixture.keeper.recordCheck(found, asked: asked, on: line.id)
        }
        try await fixture.keeper.release(line.id, failed: found == nil)
        return true
    }

    private func askForAnother() async throws {
        let resend = try await fixture.keeper.recordIntent(
            .resend, on: fixture.keeper.line("\(line.id)"), origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: resend.id, .resent(Resend()))
        try await fixture.keeper.release(line.id)
    }

    @Test func `stores nothing of a partial listing, and asks the order for all of it, once`()
        async throws
    {
        try await poll(reading(.waiting))
        #expect(try await !isLookedAt(finding: nil))
        try await poll(reading(.received, ["is 12"]))
        #expect(try texts().isEmpty)
        #expect(try await fixture.keeper.line("\(line.id)").state == .waiting)
        let whole = reading(.received, ["Your code is 123"], isPartial: false)
        #expect(try await isLookedAt(finding: whole))
        #expect(try texts() == ["Your code is 123"])
        #expect(try await fixture.keeper.line("\(line.id)").state == .received)
        // Nothing new is shown, so no look is made.
        for _ in 0..<5 {
            fixture.clock.advance(.seconds(4))
            try await poll(reading(.received, ["is 12"]))
            #expect(try await !isLookedAt(finding: nil))
        }
        try await poll(reading(.received, ["is 12", "is 34"]))
        #expect(try await isLookedAt(finding: whole))
    }

    @Test func `asks again after a look that failed, but not at once`() async throws {
        try await poll(reading(.received))
        #expect(try await isLookedAt(finding: nil))
        try await poll(reading(.received))
        #expect(try await !isLookedAt(finding: nil))
        fixture.clock.advance(.seconds(2))
        #expect(try await isLookedAt(finding: reading(.received, ["1"], isPartial: false)))
        #expect(try texts() == ["1"])
    }

    @Test func `looks closer now and then, for what a list may leave out`() async throws {
        try await poll(reading(.received))
        let whole = reading(.received, ["1"], isPartial: false)
        #expect(try await isLookedAt(finding: whole))
        var looks = 0
        for _ in 0..<60 {
            fixture.clock.advance(.seconds(2))
            try await poll(reading(.received))
            if try await isLookedAt(finding: whole) { looks += 1 }
        }
        #expect((3...4).contains(looks))
    }

    @Test func `a code that was overtaken by asking for another changes nothing of that`()
        async throws
    {
        try await poll(reading(.received, ["1"]))
        #expect(try await isLookedAt(finding: reading(.received, ["1"], isPartial: false)))
        try await askForAnother()
        // The list continues to show the old message.
        fixture.clock.advance(.seconds(1))
        try await poll(reading(.received, ["1"]))
        #expect(try await fixture.keeper.line("\(line.id)").state == .waiting)
        var waiting = reading(.waiting, isPartial: false)
        waiting.earlierMessages = [ReceivedMessage(text: "1")]
        fixture.clock.advance(.seconds(20))
        try await poll(reading(.received, ["1"]))
        #expect(try await isLookedAt(finding: waiting))
        #expect(try texts() == ["1"])
    }

    @Test func `takes up what is found with something on it, and asks what`() async throws {
        var found = reading(.unclear, ["is 12"])
        found.providerID = "ELSEWHERE"
        try await fixture.keeper.compareLists(
            rentals: [], active: [found], past: nil, began: noon, on: "pool")
        let adopted = try await fixture.keeper.line("\(line.id + 1)")
        #expect(adopted.providerID == "ELSEWHERE" && adopted.isAdopted)
        guard case .look(let looked) = try await fixture.keeper.nextWork(for: "pool") else {
            Issue.record("it was not looked at")
            return
        }
        #expect(looked.id == adopted.id)
        #expect(try texts().isEmpty)
    }

    @Test func `what a list does not name is looked at by itself, at once and then in turn`()
        async throws
    {
        try await poll(reading(.waiting))
        try await poll()
        let whole = reading(.waiting, isPartial: false)
        #expect(try await isLookedAt(finding: whole))
        var looks = 0
        for _ in 0..<30 {
            fixture.clock.advance(.seconds(1))
            try await poll()
            if try await isLookedAt(finding: whole) { looks += 1 }
        }
        #expect((4...8).contains(looks))
        // Once the order may be listed again, the list is read, and suffices if it names the order.
        fixture.clock.advance(.seconds(5))
        try await poll(reading(.waiting))
        fixture.clock.advance(.seconds(5))
        guard case .poll = try await fixture.keeper.nextWork(for: "pool") else {
            Issue.record("it is not asked for with the rest")
            return
        }
    }

    @Test
    func `what was only listed in part is stored before an order that nobody knows any more ends`()
        async throws
    {
        try await poll(reading(.unclear, ["is 12"]))
        fixture.clock.advance(.minutes(21))
        try await fixture.keeper.recordNotFound(line.id)
        #expect(try texts() == ["is 12"])
        #expect(try await fixture.keeper.line("\(line.id)").state == .finished)
    }

    @Test func `an order that cannot be read is taken as the list shows it`() async throws {
        // From time to time the list takes its turn first.
        for _ in 0..<6 {
            try await poll(reading(.unclear, ["is 12"]))
            fixture.clock.advance(.seconds(61))
            for _ in 0..<3 { _ = try await isLookedAt(finding: nil) }
        }
        #expect(try texts() == ["is 12"])
    }

    @Test func `what is listed in part is not given back`() async throws {
        var settings = KeeperSettings()
        settings.policy.activations.cancelUnusedAfter = .minutes(5)
        let keeper = try fixture.restarted(settings)
        try await keeper.recordPoll(
            [reading(.received)], asked: fixture.clock.world.uptime(), on: "pool")
        #expect(await keeper.plan(of: line.id).allSatisfy { $0.kind != .cancel })
        let cancel = try await keeper.recordIntent(
            .cancel, on: keeper.line("\(line.id)"), origin: "console")
        #expect(await keeper.reasonToKeepLine(of: cancel) != nil)
    }

    @Test func `a line given up for lost is revived by a look, not by a partial listing`()
        async throws
    {
        try await fixture.keeper.observe(.providerGone, on: line.id)
        fixture.clock.advance(.minutes(1))
        try await poll(reading(.received, ["is 12"]))
        let lost = try await fixture.keeper.line("\(line.id)")
        #expect(lost.state == .lost && lost.endedWithoutAnswer)
        let whole = reading(.received, ["is 12"], isPartial: false)
        #expect(try await isLookedAt(finding: whole))
        #expect(try await fixture.keeper.line("\(line.id)").state == .received)
        #expect(try texts() == ["is 12"])
    }

    @Test func `the same code in the next episode is news`() async throws {
        try await poll(reading(.received, ["1"]))
        #expect(try await isLookedAt(finding: reading(.received, ["1"], isPartial: false)))
        try await askForAnother()
        fixture.clock.advance(.seconds(1))
        try await poll(reading(.waiting))
        fixture.clock.advance(.milliseconds(500))
        try await poll(reading(.received, ["1"]))
        #expect(try await isLookedAt(finding: reading(.received, ["1"], isPartial: false)))
        #expect(try texts() == ["1", "1"])
    }

    @Test func `a list that was asked for before a look says nothing after it`() async throws {
        let asked = fixture.clock.world.uptime()
        fixture.clock.advance(.seconds(1))
        let whole = reading(.received, ["1"], isPartial: false)
        try await fixture.keeper.recordCheck(
            whole, asked: fixture.clock.world.uptime(), on: line.id)
        try await fixture.keeper.recordPoll([reading(.waiting)], asked: asked, on: "pool")
        #expect(try await fixture.keeper.line("\(line.id)").state == .received)
    }

    @Test func `what a look has answered stands in nobody's way`() async throws {
        try await poll(reading(.received))
        let cancel = try await fixture.keeper.recordIntent(
            .cancel, on: fixture.keeper.line("\(line.id)"), origin: "console")
        #expect(await fixture.keeper.reasonToKeepLine(of: cancel) != nil)
        fixture.clock.advance(.seconds(1))
        let nothing = reading(.waiting, isPartial: false)
        try await fixture.keeper.recordCheck(
            nothing, asked: fixture.clock.world.uptime(), on: line.id)
        #expect(await fixture.keeper.reasonToKeepLine(of: cancel) == nil)
    }

    @Test
    func `while the list cannot be had each is asked about by itself, and the list now and then`()
        async throws
    {
        try await poll(reading(.waiting))
        var (polls, looks) = (0, 0)
        for _ in 0..<240 {
            fixture.clock.advance(.milliseconds(500))
            switch try await fixture.keeper.nextWork(for: "pool") {
            case .poll:
                polls += 1
                await fixture.keeper.pollFailed(on: "pool", .badRequest(["BAD_ACTION"]))
            case .look(let line):
                looks += 1
                try await fixture.keeper.recordCheck(
                    reading(.waiting, isPartial: false), asked: fixture.clock.world.uptime(),
                    on: line.id)
                try await fixture.keeper.release(line.id)
            default: continue
            }
        }
        #expect((4...8).contains(polls) && looks > 15)
        try await poll(reading(.waiting))
        fixture.clock.advance(.seconds(5))
        guard case .poll = try await fixture.keeper.nextWork(for: "pool") else {
            Issue.record("the list is not enough again")
            return
        }
    }

    @Test func `a lane that rests takes over what another found, until something happens`()
        async throws
    {
        try await poll(reading(.waiting))
        guard case .idle(let until) = try await fixture.keeper.nextWork(for: "pool") else {
            Issue.record("there was something to do")
            return
        }
        guard
            case .idle(until) = try await fixture.keeper.nextWork(for: "pool", isResting: true)
        else {
            Issue.record("it did not rest as long")
            return
        }
        try await poll(reading(.received))
        guard case .look = try await fixture.keeper.nextWork(for: "pool", isResting: true) else {
            Issue.record("it slept through news")
            return
        }
    }
}
