@testable import Accounts
@testable import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// What an account does next.
@Suite struct `The next work of an account` {
    /// Nothing routine is due.
    private func example(
        _ lines: [Line] = [], _ actions: [OpenAction] = [], on disk: PaperDisk = PaperDisk(),
        without missing: Set<Capabilities.Operation> = [],
        _ change: (inout KeeperSettings) -> Void = { _ in }
    ) -> KeeperLogic {
        var logic = KeeperLogic.example(lines, actions, on: disk, without: missing, change)
        logic.books["pool"]?.account?.lists.compared(at: noon)
        logic.books["pool"]?.account?.balance.end(with: .dollars(9), at: noon)
        return logic
    }

    private func name(_ work: Work) -> String {
        switch work {
        case .look(let line): "look \(line.id)"
        case .refresh(let line): "refresh \(line.id)"
        case .read(let line): "read \(line.id)"
        case .action(let action, _): "\(action.kind.rawValue) \(action.id)"
        case .idle: "idle"
        case .poll: "poll"
        case .list: "list"
        case .balance: "balance"
        }
    }

    private func rest(_ work: Work) -> Duration? {
        if case .idle(let until) = work { until - noon } else { nil }
    }
    private let lost = ProviderError.transport(.unreachable(host: "x", reason: "no"))

    @Test func `a lane without work rests for a minute at most`() throws {
        var logic = example()
        #expect(try rest(logic.nextWork(for: "pool")) == .seconds(60))
    }

    @Test func `a lane that rests takes over what another lane found, until something is new`()
        throws
    {
        var logic = example()
        let until = try rest(logic.nextWork(for: "pool"))
        logic.begin(at: .noon.later(.seconds(10)))
        logic.known.remember(Written(.line(.example(.rental))))
        #expect(try rest(logic.nextWork(for: "pool", isResting: true)) == until)
        #expect(try name(logic.nextWork(for: "pool")) == "look 1")
        logic = example()
        _ = try logic.nextWork(for: "pool")
        logic.known.remember(Written(.line(.example(.rental))))
        logic.signal(of: "pool")?.send()
        #expect(try name(logic.nextWork(for: "pool", isResting: true)) == "look 1")
        logic = example()
        _ = try logic.nextWork(for: "pool")
        logic.begin(at: .noon.later(.seconds(60)))
        let next = try rest(logic.nextWork(for: "pool", isResting: true))
        #expect(next == .seconds(120), "its rest is over")
    }

    @Test func `nothing is begun once the end is coming`() throws {
        var logic = example([.example(.rental)])
        logic.stopPaying()
        #expect(try name(logic.nextWork(for: "pool")) == "idle")
    }

    // MARK: Actions

    @Test func `a person's action goes first, then the oldest that is due`() throws {
        var late = OpenAction.example(.wake, id: 3)
        late.dueAt = noon + .seconds(9)
        let lines = (1...4).map { Line.example(.rental, id: Line.ID($0)) }
        var logic = example(
            lines,
            [
                late, .example(.wake, id: 5, line: 2), .example(.wake, id: 4, line: 3),
                .example(.wake, id: 6, line: 4, origin: "console"),
            ])
        let order = try (0..<3).map { _ in name(try logic.nextWork(for: "pool")) }
        #expect(order == ["wake 6", "wake 4", "wake 5"])
        #expect(logic.openAction(4)?.state == .running)
        #expect(logic.openAction(4)?.attempts == 2)
        #expect(logic.tracked(3)?.isBusy == true)
    }

    @Test func `one call takes money at a time, others go on`() throws {
        var logic = example(
            [.example(.rental), .example(.rental, id: 2), .example(.rental, id: 3)],
            [
                .example(.extend, id: 7, state: .running, origin: "console"),
                .example(.extend, id: 8, line: 2, origin: "console"),
                .example(.refund, id: 9, line: 3, origin: "console"),
            ])
        #expect(try name(logic.nextWork(for: "pool")) == "refund 9")
        #expect(logic.openAction(8)?.state == .pending)
        var free = example([.example(.rental)], [.example(.extend, origin: "console")])
        #expect(try name(free.nextWork(for: "pool")) == "extend 7")
    }

    @Test func `a purchase that has waited is bought now`() throws {
        for (waited, isMoved) in [(Duration.minutes(1), false), (.minutes(2), true)] {
            let draft = Line.example(.activation, state: .ordering) { line in
                line.providerID = nil
                line.purchasedAt = noon - waited
            }
            var logic = example([draft], [.example(.order, origin: "console")])
            _ = try logic.nextWork(for: "pool")
            #expect((logic.line(1)?.purchasedAt == noon) == isMoved)
        }
        let held = Line.example(.activation) { $0.purchasedAt = noon - .hours(1) }
        var logic = example([held], [.example(.order, origin: "console")])
        _ = try logic.nextWork(for: "pool")
        #expect(logic.line(1)?.purchasedAt == noon - .hours(1), "it was bought before")
    }

    // MARK: The plan

    private func extending(_ settings: inout KeeperSettings) {
        settings.policy.rentals.extendBefore = .days(30)
        settings.policy.rentals.extendDays = 7
    }

    private func looked(_ id: Line.ID = 1) -> Line {
        .example(.rental, id: id) { line in
            line.lookedAt = noon
            line.warnedOfExpiry = line.expiresAt
        }
    }

    @Test func `a duty becomes an action once, with the days that the configuration asks for`()
        throws
    {
        var logic = example([looked(), looked(2)], [.example(.refund, line: 2)], extending)
        logic.track(2) { $0.isBusy = true }
        guard case .action(let action, _) = try logic.nextWork(for: "pool") else {
            Issue.record("it is due")
            return
        }
        #expect(action.kind == .extend && action.line == 1)
        #expect(action.details.days == 7)
        #expect(action.origin == "plan")
        logic.track(1) { $0.isBusy = false }
        #expect(try name(logic.nextWork(for: "pool")) == "idle")
    }

    @Test func `a duty is not decided while an action of its kind is open`() throws {
        let disk = PaperDisk()
        var logic = example([looked()], [.doubt(.extend)], on: disk, extending)
        #expect(try name(logic.nextWork(for: "pool")) == "idle")
        #expect(disk.content.transactions.isEmpty)
        var other = example(
            [looked(), .example(.rental, id: 2)], [.doubt(.extend, line: 2)], extending)
        other.track(2) { $0.isBusy = true }
        _ = try other.nextWork(for: "pool")
        #expect(other.openActions.count { $0.line == 1 } == 1, "one of another line does not count")
    }

    @Test func `what needs no days has none`() throws {
        let line = looked()
        var logic = example([line]) { settings in
            extending(&settings)
            settings.policy.rentals.extendBefore = nil
            settings.policy.rentals.refundUnused = true
        }
        logic.track(1) { $0.shiftProviderTimes { $0.refund.until = noon + .minutes(9) } }
        guard case .action(let action, _) = try logic.nextWork(for: "pool") else {
            Issue.record("its window closes")
            return
        }
        #expect(action.kind == .refund && action.details.days == nil)
    }

    @Test func `while nothing can be written, looks go on and nothing is decided`() throws {
        let disk = PaperDisk()
        var logic = example([looked(), .example(.rental, id: 2)], on: disk, extending)
        disk.edit { $0.trouble = .diskFull(path: "paper") }
        #expect(try name(logic.nextWork(for: "pool")) == "look 2")
        #expect(try rest(logic.nextWork(for: "pool")) == .seconds(1))
    }

    @Test func `a provider that fails is left alone, except for what somebody waits for`() throws {
        var logic = example([.example(.rental)], [.example(.wake, line: 1, origin: "console")])
        logic.noteCall(on: "pool", providerTime: nil, error: lost)
        #expect(try name(logic.nextWork(for: "pool")) == "wake 7")
        logic.track(1) { $0.isBusy = false }
        #expect(try rest(logic.nextWork(for: "pool")) == .seconds(1))
        logic.track(1) { $0.awaitedUntil = noon + .minutes(1) }
        #expect(try name(logic.nextWork(for: "pool")) == "look 1")
    }

    @Test func `an end that is near is warned of once`() throws {
        let disk = PaperDisk()
        let line = Line.example(.rental) { line in
            line.lookedAt = noon
            line.expiresAt = noon + .minutes(1)
        }
        var logic = example([line], on: disk)
        for _ in 0..<2 { _ = try logic.nextWork(for: "pool") }
        #expect(disk.content.events.map(\.kind) == ["expiring"])
        #expect(logic.line(1)?.warnedOfExpiry == line.expiresAt)
    }

    @Test func `a budget that cannot keep its rentals on is told of`() throws {
        let rentals = (1...900).map { id in
            Line.example(.rental, id: Line.ID(id)) { line in
                line.listening.window = .seconds(10)
                line.lookedAt = noon
                line.warnedOfExpiry = line.expiresAt
            }
        }
        let disk = PaperDisk()
        var logic = example(rentals, on: disk)
        _ = try logic.nextWork(for: "pool")
        logic.begin(at: .noon.later(.seconds(30)))
        _ = try logic.nextWork(for: "pool")
        #expect(disk.content.events.map(\.kind) == ["budget_short"])
    }

    // MARK: Hints

    /// Orders of which the provider told, and a rental of which it did not.
    private func hinted(without missing: Set<Capabilities.Operation> = [.listActive]) -> KeeperLogic
    {
        var logic = example(
            (2...20).map { .example(.activation, id: $0, state: .received) { $0.lookedAt = noon } }
                + [.example(.rental)], without: missing)
        for id in 2...20 as ClosedRange<Line.ID> { logic.books["pool"]?.looks.add(id) }
        return logic
    }

    @Test func `after five looks at lines with news one goes to another line`() throws {
        var logic = hinted()
        let work = try (0..<7).map { _ in name(try logic.nextWork(for: "pool")) }
        #expect(work == ["look 2", "look 3", "look 4", "look 5", "look 6", "look 1", "look 7"])
    }

    @Test func `if no other line is due, lines with news go on`() throws {
        var logic = hinted()
        logic.track(1) { $0.isBusy = true }
        let work = try (0..<7).map { _ in name(try logic.nextWork(for: "pool")) }
        #expect(work.last == "look 8")
    }

    @Test func `news and other lines take turns, whatever somebody waits for meanwhile`() throws {
        var logic = hinted()
        for _ in 0..<5 { _ = try logic.nextWork(for: "pool") }
        logic.known.remember(Written(.line(.example(.rental, id: 30))))
        logic.track(30) { $0.awaitedUntil = noon + .minutes(1) }
        #expect(try name(logic.nextWork(for: "pool")) == "look 30")
        #expect(logic.books["pool"]?.account?.hintsInARow == 5, "it has its own share")
        #expect(try name(logic.nextWork(for: "pool")) == "look 1")
        #expect(logic.books["pool"]?.account?.hintsInARow == 0)
    }

    /// Lists are overdue and the budget has no room for them, but for a look.
    private func saveUp(_ logic: inout KeeperLogic) {
        logic.books["pool"]?.account?.lists.repeatAfter(.minutes(-1), at: noon)
        logic.books["pool"]?.account?.budget = Budget(rate: 1, burst: 4, now: noon)
        logic.owe(2, on: "pool")
    }

    @Test func `while lists save up for their requests, only what cannot wait goes out`() throws {
        var logic = example([.example(.activation)], without: [.listActive])
        saveUp(&logic)
        #expect(try name(logic.nextWork(for: "pool")) == "idle")
        logic.track(1) { $0.awaitedUntil = noon + .minutes(1) }
        #expect(try name(logic.nextWork(for: "pool")) == "look 1")
        var told = hinted()
        told.track(1) { $0.isBusy = true }
        told.books["pool"]?.account?.hintsInARow = 5
        saveUp(&told)
        #expect(try name(told.nextWork(for: "pool")) == "idle")
    }

    @Test func `lists that are overdue by a minute go before what the provider told of`() throws {
        for (late, first) in [(Duration.seconds(59), "look 2"), (.seconds(60), "list")] {
            var logic = hinted()
            logic.books["pool"]?.account?.lists.repeatAfter(.zero - late, at: noon)
            #expect(try name(logic.nextWork(for: "pool")) == first)
        }
    }

    @Test func `lists that are due wait for lines that are due`() throws {
        var logic = example([.example(.rental)])
        logic.books["pool"]?.account?.lists.repeatAfter(.zero, at: noon)
        #expect(try name(logic.nextWork(for: "pool")) == "look 1")
        #expect(try name(logic.nextWork(for: "pool")) == "list")
        var back = example()
        back.noteCall(on: "pool", providerTime: nil, error: lost)
        back.books["pool"]?.account?.lists.repeatAfter(.zero, at: noon)
        back.begin(at: .noon.later(.seconds(1)))
        #expect(try name(back.nextWork(for: "pool")) == "list", "its pause is over")
    }
}
