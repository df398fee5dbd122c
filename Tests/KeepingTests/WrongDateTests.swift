import Accounts
import Foundation
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// A `Date` header that is wrong for a while must not cause a payment, a refund or an end.
@Suite("A wrong date")
struct WrongDateTests {
    private var settings: KeeperSettings {
        var settings = KeeperSettings()
        settings.policy.rentals.extendBefore = .days(1)
        settings.policy.rentals.extendDays = 30
        settings.policy.rentals.refundUnused = true
        settings.policy.activations.cancelUnusedAfter = .minutes(10)
        return settings
    }

    /// The error, and its duration in seconds.
    static let wrongs: [(Duration, Int)] = [
        (.hours(156), 8), (.days(30), 12), (.days(3650), 12), (.hours(2), 8), (.hours(-2), 8),
        (.minutes(9), 60), (.hours(2), 540),
    ]

    private func fixture() async throws -> (KeeperFixture, Line, Line) {
        let fixture = try KeeperFixture(settings)
        await fixture.keeper.noteCall(on: "pool", providerTime: noon, error: nil)
        let rental = try await fixture.rental()
        // Past its refund window, a week before its end.
        try await fixture.keeper.receive([ReceivedMessage(text: "Hello")], on: rental.id)
        fixture.clock.advance(.days(23))
        let activation = try await fixture.activation()
        return (fixture, rental, activation)
    }

    /// Lets lanes work for a second; looks are answered without news.
    private func work(_ keeper: Keeper, _ fixture: KeeperFixture) async throws -> [OpenAction] {
        var actions: [OpenAction] = []
        for _ in 0..<12 {
            switch try await keeper.nextWork(for: "pool") {
            case .action(let action, _):
                actions.append(action)
            case .look(let line), .refresh(let line), .read(let line):
                if line.kind == .rental, line.state != .expired {
                    try await keeper.observe(
                        .status(RentalStatus(isAvailable: true, expiresAt: line.expiresAt)),
                        on: line.id)
                }
                try await keeper.receive([], on: line.id)
                try await keeper.release(line.id)
            case .poll:
                let waiting = await keeper.allLines().filter { $0.kind == .activation }
                    .map { line in
                        ActivationReading(
                            providerID: line.providerID ?? "",
                            status: ActivationStatus(.waiting, expiresAt: line.expiresAt))
                    }
                try await keeper.recordPoll(
                    waiting, asked: fixture.clock.world.uptime(), on: "pool")
            case .list: await keeper.listingFailed(on: "pool")
            case .balance: await keeper.noteBalance(.zero, on: "pool")
            case .idle: return actions
            }
        }
        return actions
    }

    @Test(
        "Nothing is paid for, given back or ended by it, and all goes on in time after it",
        arguments: wrongs, [false, true])
    func harmless(wrong: (Duration, Int), isStart: Bool) async throws {
        let (fixture, rental, activation) = try await fixture()
        let keeper = isStart ? try fixture.restarted(settings) : fixture.keeper
        if !isStart {
            await keeper.noteCall(
                on: "pool", providerTime: fixture.clock.world.now(), error: nil)
        }
        for _ in 0..<wrong.1 {
            await keeper.noteCall(
                on: "pool", providerTime: fixture.clock.world.now() + wrong.0, error: nil)
            #expect(try await work(keeper, fixture).isEmpty)
            fixture.clock.advance(.seconds(1))
        }
        for _ in 0..<3 {
            await keeper.noteCall(
                on: "pool", providerTime: fixture.clock.world.now(), error: nil)
        }
        #expect(try await work(keeper, fixture).isEmpty)
        #expect(try await keeper.line("\(rental.id)").state == .active)
        #expect(try await keeper.line("\(activation.id)").state == .waiting)
        let told = try fixture.store.latestEvents(limit: 50).filter { $0.kind == "clock" }
        #expect(told.count == 2, "\(told.map(\.text))")
        #expect(told.last?.text.contains("right again") == true)
        // The activation's ten minutes have passed.
        fixture.clock.advance(.minutes(10))
        await keeper.noteCall(on: "pool", providerTime: fixture.clock.world.now(), error: nil)
        #expect(try await work(keeper, fixture).map(\.kind) == [.cancel])
        fixture.clock.advance(.days(6))
        await keeper.noteCall(on: "pool", providerTime: fixture.clock.world.now(), error: nil)
        #expect(try await work(keeper, fixture).map(\.kind) == [.extend])
    }

    @Test("A purchase while it is wrong at the start is stamped right once it is right")
    func purchase() async throws {
        let fixture = try KeeperFixture(settings)
        for _ in 0..<3 {
            await fixture.keeper.noteCall(on: "pool", providerTime: noon + .days(30), error: nil)
        }
        let line = try await fixture.activation()
        for _ in 0..<3 {
            await fixture.keeper.noteCall(on: "pool", providerTime: noon, error: nil)
        }
        #expect(try await fixture.keeper.line("\(line.id)").purchasedAt == noon)
    }

    @Test("What our own clock ended at the start is looked at at once when a provider's says less")
    func backAtOnce() async throws {
        let fixture = try KeeperFixture()
        let rental = try await fixture.rental()
        let activation = try await fixture.activation()
        fixture.clock.step(.days(31))
        let keeper = try fixture.restarted()
        for line in [rental, activation] {
            try await keeper.observe(.time, on: line.id)
            #expect(try await keeper.line("\(line.id)").state == .expired)
        }
        for _ in 0..<3 {
            let there = fixture.clock.world.now() - .days(31)
            await keeper.noteCall(on: "pool", providerTime: there, error: nil)
        }
        var looked: Set<Line.ID> = []
        for _ in 0..<6 {
            switch try await keeper.nextWork(for: "pool") {
            case .look(let line), .refresh(let line), .read(let line):
                looked.insert(line.id)
                if line.kind == .rental {
                    let status = RentalStatus(isAvailable: true, expiresAt: line.expiresAt)
                    try await keeper.observe(.status(status), on: line.id)
                    try await keeper.receive([], on: line.id)
                } else {
                    try await keeper.receive(
                        [], on: line.id, standing: ActivationStatus(.waiting))
                }
                try await keeper.release(line.id)
            case .list: await keeper.listingFailed(on: "pool")
            case .balance: await keeper.noteBalance(.zero, on: "pool")
            case .poll: await keeper.pollFailed(on: "pool")
            case .action, .idle: break
            }
        }
        #expect(looked.isSuperset(of: [rental.id, activation.id]))
        #expect(try await keeper.line("\(rental.id)").state == .active)
        #expect(try await keeper.line("\(activation.id)").state == .waiting)
        #expect(try await keeper.line("\(rental.id)").endedAt == nil)
    }

    @Test(
        "What a believed clock ended is kept awake while ours says it lives, and back by an answer")
    func keptAwake() async throws {
        let fixture = try KeeperFixture()
        await fixture.keeper.noteCall(on: "pool", providerTime: noon, error: nil)
        let line = try await fixture.rental()
        for _ in 0..<400 {
            let wrong = fixture.clock.world.now() + .days(31)
            await fixture.keeper.noteCall(on: "pool", providerTime: wrong, error: nil)
            fixture.clock.advance(.seconds(10))
        }
        try await fixture.keeper.observe(.time, on: line.id)
        #expect(try await fixture.keeper.line("\(line.id)").state == .expired)
        for _ in 0..<3 {
            try await fixture.keeper.receive([], on: line.id)
            fixture.clock.advance(.seconds(11))
            #expect(await fixture.keeper.plan(of: line.id).map(\.kind) == [.look])
            let due = await fixture.keeper.plan(of: line.id)[0].due
            #expect(due <= fixture.clock.world.now() + .days(31))
        }
        let status = RentalStatus(isAvailable: true, expiresAt: line.expiresAt)
        try await fixture.keeper.observe(.status(status), on: line.id)
        #expect(try await fixture.keeper.line("\(line.id)").state == .active)
        try await fixture.keeper.observe(.time, on: line.id)
        #expect(try await fixture.keeper.line("\(line.id)").state == .active)
    }

    @Test("An extension that is under way is not dropped because of it")
    func underWay() async throws {
        let fixture = try KeeperFixture(settings)
        let rental = try await fixture.rental()
        try await fixture.keeper.receive([ReceivedMessage(text: "Hello")], on: rental.id)
        fixture.clock.advance(.days(29) + .hours(2))
        let extend = try #require(try await fixture.nextAction())
        #expect(extend.kind == .extend)
        for _ in 0..<4 {
            let wrong = fixture.clock.world.now() + .days(30)
            await fixture.keeper.noteCall(on: "pool", providerTime: wrong, error: nil)
        }
        try await fixture.keeper.recordOutcome(of: extend.id, .declined("over the limit"))
        #expect(try fixture.store.action(extend.id)?.state == .pending)
        #expect(extend.line == rental.id)
    }

    @Test("Our clock may be set meanwhile")
    func ourClockIsSet() async throws {
        let (fixture, rental, activation) = try await fixture()
        let there = noon + .days(23)
        await fixture.keeper.noteCall(
            on: "pool", providerTime: fixture.clock.world.now(), error: nil)
        for step in [Duration.hours(5), .hours(-5)] {
            for _ in 0..<4 {
                await fixture.keeper.noteCall(
                    on: "pool", providerTime: there + .days(9), error: nil)
            }
            fixture.clock.step(step)
            for _ in 0..<4 {
                await fixture.keeper.noteCall(
                    on: "pool", providerTime: there + .days(9), error: nil)
                #expect(try await work(fixture.keeper, fixture).isEmpty)
            }
            await fixture.keeper.noteCall(on: "pool", providerTime: there, error: nil)
            #expect(try await work(fixture.keeper, fixture).isEmpty)
        }
        #expect(try await fixture.keeper.line("\(rental.id)").state == .active)
        #expect(try await fixture.keeper.line("\(activation.id)").state == .waiting)
    }
}
