import Accounts
import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// No answer, however odd, may make the manager send requests as fast as it can.
@Suite("Asking in measure")
struct AskingTests {
    /// How many requests are made in a minute in which every answer is the same.
    private func asked(
        _ fixture: KeeperFixture, _ answer: (Work) async throws -> Bool
    ) async throws -> Int {
        var count = 0
        for _ in 0..<600 {
            fixture.clock.advance(.milliseconds(100))
            let work = try await fixture.keeper.nextWork(for: "pool")
            if try await answer(work) { count += 1 }
            switch work {
            case .look(let line), .refresh(let line), .read(let line):
                try await fixture.keeper.release(line.id)
            case .poll: await fixture.keeper.pollFailed(on: "pool")
            case .list: await fixture.keeper.listingFailed(on: "pool")
            case .balance, .idle, .action: break
            }
        }
        return count
    }

    @Test(arguments: [LineKind.rental, .activation])
    func `a line the provider denies is asked about as often as any other`(
        _ kind: LineKind
    ) async throws {
        let fixture = try KeeperFixture()
        let line = kind == .rental ? try await fixture.rental() : try await fixture.activation()
        let asked = try await asked(fixture) { work in
            switch work {
            case .look: try await fixture.keeper.recordNotFound(line.id)
            case .poll:
                // Neither among the active orders nor known when asked about.
                let now = fixture.clock.world.uptime()
                try await fixture.keeper.recordPoll([], asked: now, on: "pool")
            default: return false
            }
            return true
        }
        // A rental that does not listen yet is asked about once a second.
        #expect((2...(kind == .rental ? 61 : 16)).contains(asked))
    }

    @Test func `an ended line the provider denies is left alone`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        fixture.clock.advance(.days(30) + .seconds(1))
        try await fixture.keeper.release(line.id)
        #expect(try await fixture.keeper.line("\(line.id)").state == .expired)
        fixture.clock.advance(.minutes(3))
        let asked = try await asked(fixture) { work in
            guard case .look = work else { return false }
            try await fixture.keeper.recordNotFound(line.id)
            return true
        }
        #expect((1...2).contains(asked))
    }

    @Test func `a balance that is not to be had is asked for once a minute`() async throws {
        let fixture = try KeeperFixture()
        let asked = try await asked(fixture) { work in
            guard case .balance = work else { return false }
            await fixture.keeper.noteBalance(nil, on: "pool")
            return true
        }
        #expect((1...2).contains(asked))
    }

    @Test func `half a comparison is done again before long`() async throws {
        let fixture = try KeeperFixture()
        try await fixture.keeper.compareLists(
            rentals: nil, active: [], past: nil, began: noon, on: "pool")
        var lists = 0
        for _ in 0..<24 {
            fixture.clock.advance(.seconds(5))
            if case .list = try await fixture.keeper.nextWork(for: "pool") {
                lists += 1
                try await fixture.keeper.compareLists(
                    rentals: [], active: [], past: nil, began: noon, on: "pool")
            }
        }
        #expect(lists == 1)
    }

    @Test func `an account that answers every other call is told of once in a while`() async throws
    {
        let fixture = try KeeperFixture()
        let reset = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
        for _ in 0..<200 {
            fixture.clock.advance(.seconds(5))
            await fixture.keeper.noteCall(on: "pool", providerTime: nil, error: reset)
            await fixture.keeper.noteCall(on: "pool", providerTime: nil, error: nil)
        }
        let told = try fixture.store.latestEvents(limit: 1000).map(\.kind)
        #expect((1...2).contains(told.count { $0 == "account_trouble" }))
        #expect((1...2).contains(told.count { $0 == "account_ok" }))
    }

    @Test func `an outage that begins soon after another is told of all the same`() {
        var health = AccountHealth()
        let reset = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
        func isTold(_ error: ProviderError?, after minutes: Int) -> Bool {
            health.note(error, at: noon + .minutes(minutes))
        }
        #expect(isTold(reset, after: 0))
        #expect(isTold(nil, after: 1))
        #expect(!isTold(reset, after: 2))
        #expect(!isTold(reset, after: 9))
        #expect(isTold(reset, after: 11))
        #expect(!isTold(reset, after: 30))
    }

    @Test func `a call that was cancelled tells nothing of the account`() {
        var health = AccountHealth()
        _ = health.note(.wrongKey, at: noon)
        let isTold = health.note(.transport(.cancelled(host: "x")), at: noon)
        #expect(!isTold)
        #expect(health.state == .refused)
    }

    @Test func `nothing is saved up while the provider wants to be left alone`() {
        var budget = Budget(rate: 10, burst: 20, now: noon)
        budget.pause(until: noon + .minutes(1))
        func spend(_ count: Int, at now: Instant) -> Instant? {
            budget.spend(count, isAwaited: true, at: now)
        }
        #expect(spend(1, at: noon + .seconds(60)) != nil)
        #expect(spend(10, at: noon + .seconds(61)) == nil)
        #expect(spend(1, at: noon + .seconds(61)) != nil)
    }
}
