import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Far more work is due than the budget allows, and still every line gets a share.
@Suite("Shares of a budget that is too small")
struct BudgetSharingTests {
    /// An account without a list, with one request a second and many waiting orders.
    private func crowd(
        _ count: Int = 30, offering operations: Set<Capabilities.Operation> = [.order, .cancel],
        deliversOnlyOnCheck: Bool = true
    ) throws -> KeeperFixture {
        var provider = UnreachableProvider()
        provider.capabilities = Capabilities(
            operations, deliversOnlyOnCheck: deliversOnlyOnCheck, textCost: 1)
        let fixture = try KeeperFixture(provider: provider, requestsPerSecond: 1)
        try fixture.store.write { database in
            for index in 0..<count {
                var line = Line(
                    id: 0, account: "pool", provider: .smspool, kind: .activation, state: .waiting,
                    purchasedAt: noon)
                line.providerID = "ORDER\(index)"
                line.number = "+44770090\(1000 + index)"
                line.expiresAt = noon + .hours(2)
                try database.insert(&line)
            }
        }
        return fixture
    }

    /// The work of the given number of seconds. `look` answers looks; false means no answer.
    private func work(
        _ keeper: Keeper, in fixture: KeeperFixture, seconds: Int,
        _ look: (Line) async throws -> Bool = { _ in true }
    ) async throws -> [Work] {
        var done: [Work] = []
        for _ in 0..<(seconds * 4) {
            fixture.clock.advance(.milliseconds(250))
            let work = try await keeper.nextWork(for: "pool")
            switch work {
            case .look(let line):
                let isAnswered = try await look(line)
                if isAnswered {
                    let reading = ActivationReading(
                        providerID: line.providerID ?? "",
                        status: ActivationStatus(line.state == .received ? .received : .waiting))
                    try await keeper.recordCheck(
                        reading, asked: fixture.clock.world.uptime(), on: line.id)
                }
                try await keeper.release(line.id, failed: !isAnswered)
            case .list:
                try await keeper.compareLists(
                    rentals: nil, active: nil, past: nil, began: fixture.clock.world.now(),
                    on: "pool")
            case .balance: await keeper.noteBalance(.zero, on: "pool")
            case .action(let action, let line):
                try await keeper.recordOutcome(of: action.id, .finished)
                if let line { try await keeper.release(line.id) }
            case .refresh(let line), .read(let line): try await keeper.release(line.id)
            case .poll: await keeper.pollFailed(on: "pool")
            case .idle: continue
            }
            done.append(work)
        }
        return done
    }

    private func looks(_ work: [Work]) -> [Line.ID: Int] {
        work.reduce(into: [:]) { counts, work in
            if case .look(let line) = work { counts[line.id, default: 0] += 1 }
        }
    }

    @Test func `all get their turn, and the budget is used up`() async throws {
        let fixture = try crowd()
        let keeper = try fixture.restarted()
        let looks = looks(try await work(keeper, in: fixture, seconds: 120))
        #expect(looks.count == 30)
        #expect((2...5).contains(looks.values.min() ?? 0))
        #expect((100...121).contains(looks.values.reduce(0, +)))
    }

    @Test func `a look that takes two requests is not passed over for those that take one`()
        async throws
    {
        let fixture = try crowd()
        let keeper = try fixture.restarted()
        // After a failure, the next look asks for everything.
        var tries = 0
        _ = try await work(keeper, in: fixture, seconds: 180) { line in
            guard line.id == 7 else { return true }
            tries += 1
            return tries > 1
        }
        #expect(tries >= 3)
    }

    /// The provider counts when a request arrives, and one may overtake another.
    @Test(arguments: [1, 2, 5, 10, 32.0])
    func `no minute at the provider brings more than its limit, however requests straggle`(
        requestsPerSecond: Double
    ) {
        var book = AccountBook.example(requestsPerSecond: requestsPerSecond)
        var arrivals: [Int64] = []
        var moment = Moment.noon
        while moment.now < noon + .minutes(5) {
            if book.admit(at: moment) == nil {
                let delay = Int64(arrivals.count * 7919 % 500)
                arrivals.append((moment.now - noon).milliseconds + delay)
                // Now and then nobody asks for a while, and requests accumulate.
                if arrivals.count % 97 == 0 { moment = moment.later(.seconds(30)) }
            } else {
                moment = moment.later(.milliseconds(10))
            }
        }
        arrivals.sort()
        let limit = Int(requestsPerSecond * 60)
        let spans = zip(arrivals, arrivals.dropFirst(limit)).map { $1 - $0 }
        #expect(spans.allSatisfy { $0 >= 60_000 })
    }

    @Test func `lists and the balance are asked for in time`() async throws {
        let fixture = try crowd(offering: [.order, .listActive, .balance])
        let keeper = try fixture.restarted()
        let work = try await work(keeper, in: fixture, seconds: 31 * 60)
        var (lists, balances) = (0, 0)
        for case .list in work { lists += 1 }
        for case .balance in work { balances += 1 }
        #expect(lists >= 3 && balances >= 1)
    }

    @Test(arguments: [false, true])
    func `what has its code is closed after those that wait, unless that costs nothing`(
        _ isTold: Bool
    ) async throws {
        let fixture = try crowd(offering: isTold ? [.order, .finish] : [.order])
        let keeper = try fixture.restarted()
        try await keeper.receive(
            [ReceivedMessage(text: "1234")], on: 3, standing: ActivationStatus(.received))
        fixture.clock.advance(.minutes(10))
        let work = try await work(keeper, in: fixture, seconds: 60)
        let isFinished = try await keeper.line("3").state == .finished
        #expect(isFinished == !isTold)
        #expect(looks(work).filter { $0.key != 3 }.count == 29)
    }

    @Test func `however many were told of, the others are not left unheard`() async throws {
        let fixture = try crowd(offering: [.order, .listActive], deliversOnlyOnCheck: false)
        let keeper = try fixture.restarted()
        _ = try await work(keeper, in: fixture, seconds: 15)
        for index in 0..<28 {
            try await keeper.recordNews(PushNews(providerID: "ORDER\(index)"), on: "pool")
        }
        var polls = 0
        for case .poll in try await work(keeper, in: fixture, seconds: 30) { polls += 1 }
        #expect((2...7).contains(polls))
    }

    @Test func `where only asking fetches, the list is the net for what others fetched`()
        async throws
    {
        let fixture = try crowd(offering: [.order, .listActive])
        let keeper = try fixture.restarted()
        _ = try await work(keeper, in: fixture, seconds: 20)
        var polls = 0
        for case .poll in try await work(keeper, in: fixture, seconds: 180) { polls += 1 }
        #expect((1...6).contains(polls))
        #expect(await !keeper.wantsAll(of: 5))
        let before = try await keeper.line("5").lookedAt
        var reading = ActivationReading(
            providerID: "ORDER4", status: ActivationStatus(.received),
            messages: [ReceivedMessage(text: "1234")])
        reading.isPartial = true
        try await keeper.recordPoll([reading], asked: fixture.clock.world.uptime(), on: "pool")
        #expect(await keeper.wantsAll(of: 5))
        let line = try await keeper.line("5")
        #expect(line.messageCount == 0 && line.lookedAt == before, "that was no look")
    }

    @Test func `a debt made while the provider wants to be left alone saves nothing up`() {
        var budget = Budget(rate: 1, burst: 4, now: noon)
        budget.pause(until: noon + .minutes(1))
        budget.owe(1, at: noon + .seconds(1))
        let later = budget.opening(for: 1, isAwaited: true, at: noon + .seconds(61))
        #expect(later == noon + .seconds(62))
    }

    @Test func `hints are followed in the order they came`() async throws {
        let fixture = try crowd(offering: [.order, .listActive], deliversOnlyOnCheck: false)
        let keeper = try fixture.restarted()
        for index in (0..<20).reversed() {
            try await keeper.recordNews(PushNews(providerID: "ORDER\(index)"), on: "pool")
        }
        var order: [Line.ID] = []
        _ = try await work(keeper, in: fixture, seconds: 12) { line in
            order.append(line.id)
            return true
        }
        #expect(order.count > 5 && order == order.sorted(by: >))
    }
}
