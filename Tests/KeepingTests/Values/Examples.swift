@testable import Accounts
import Lines
import Providers
import Storage
import Transport

@testable import Keeping

/// Inputs of rules, made without a store, an actor or the passing of time.
extension Moment {
    static let noon = Moment(now: KeepingTests.noon, uptime: .hours(1))

    func later(_ duration: Duration) -> Moment {
        Moment(now: now + duration, uptime: uptime + duration)
    }

    /// The clock is set.
    func set(by step: Duration) -> Moment { Moment(now: now + step, uptime: uptime) }
}

extension OpenAction {
    static func example(
        _ kind: Action.Kind, id: Action.ID = 7, line: Line.ID? = 1,
        state: Action.State = .pending, origin: String = "plan", attempts: Int = 1,
        _ change: (inout ActionDetails) -> Void = { _ in }
    ) -> OpenAction {
        var row = Action(
            id: id, key: "key-\(id)", kind: kind, state: state, origin: origin, createdAt: noon)
        row.line = line
        row.attempts = attempts
        var action = OpenAction(row)
        action.updateDetails(change)
        return action
    }

    /// An action whose outcome became unknown at noon.
    static func doubt(
        _ kind: Action.Kind, id: Action.ID = 7, line: Line.ID? = 1,
        _ change: (inout ActionDetails) -> Void = { _ in }
    ) -> OpenAction {
        example(kind, id: id, line: line, state: .doubt, origin: "console") { details in
            details.doubtSince = noon
            change(&details)
        }
    }
}

extension Line {
    static func example(
        _ kind: LineKind, id: Line.ID = 1, state: LineState? = nil,
        _ change: (inout Line) -> Void = { _ in }
    ) -> Line {
        var line = Line(
            id: id, account: "pool", provider: .smspool, kind: kind,
            state: state ?? (kind == .rental ? .active : .waiting), purchasedAt: noon - .hours(1))
        line.providerID = "ID\(id)"
        line.number = "+1415555012\(id)"
        line.expiresAt = noon + (kind == .rental ? .days(20) : .minutes(15))
        change(&line)
        return line
    }
}

extension AccountBook {
    static func example(
        _ lines: [Line] = [], _ actions: [OpenAction] = [],
        without missing: Set<Capabilities.Operation> = [], policy: Policy = Policy(),
        requestsPerSecond: Double = 100, _ change: (inout Capabilities) -> Void = { _ in }
    ) -> AccountBook {
        var provider = UnreachableProvider()
        provider.capabilities = Capabilities(provider.capabilities.operations.subtracting(missing))
        change(&provider.capabilities)
        let account = Account(
            name: "pool", providerName: .smspool, url: "http://127.0.0.1", provider: provider,
            requestsPerSecond: requestsPerSecond)
        var book = AccountBook(
            "pool", AccountState(account, silence: nil, now: noon), policy: policy)
        for line in lines { book.remember(line) }
        for action in actions { book.remember(action, Written()) }
        return book
    }
}

/// The facts that the disk would have returned.
extension Written {
    init(_ facts: Fact...) {
        self.init()
        for fact in facts { add(fact) }
    }
}

extension AccountBook {
    mutating func remember(_ line: Line) { remember(line, Written()) }
}

extension KeeperLogic {
    /// One account, some lines and what is open about them, on paper.
    static func example(
        _ lines: [Line] = [], _ actions: [OpenAction] = [], on disk: PaperDisk = PaperDisk(),
        without missing: Set<Capabilities.Operation> = [], at moment: Moment = .noon,
        restoredAt: Instant? = nil, _ change: (inout KeeperSettings) -> Void = { _ in }
    ) -> KeeperLogic {
        var settings = KeeperSettings()
        change(&settings)
        let book = AccountBook.example(lines, without: missing, policy: settings.policy)
        var known = KeeperState(
            [book.account].compactMap(\.self), policy: settings.policy, at: moment)
        var found = Written()
        for line in lines { found.add(.line(line)) }
        for action in actions { found.add(.action(action)) }
        known.remember(found)
        disk.edit { sheet in
            for line in lines { sheet.lines[line.id] = line }
            for action in actions { sheet.actions[action.id] = action.row }
        }
        return KeeperLogic(
            disk: disk, identifier: { "only-one" }, homeID: "home", restoredAt: restoredAt,
            settings: settings, known: known, moment: moment)
    }
}

extension Money {
    static func dollars(_ amount: Int64) -> Money { Money(tenThousandths: amount * 10_000) }
}

extension HeldRental {
    static func example(_ id: String = "ID1", until end: Instant? = nil) -> HeldRental {
        var rental = HeldRental(providerID: id)
        rental.expiresAt = end
        return rental
    }
}

extension ActivationReading {
    /// An order as a list or a look shows it.
    static func example(
        _ phase: ActivationStatus.Phase, id: String = "ID1", number: String? = "+14155550121",
        _ change: (inout ActivationReading) -> Void = { _ in }
    ) -> ActivationReading {
        var reading = ActivationReading(providerID: id, status: ActivationStatus(phase))
        reading.number = number
        change(&reading)
        return reading
    }
}
