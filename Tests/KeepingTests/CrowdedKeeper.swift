import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// A keeper with many lines at a provider that answers at once. It records when each line was asked
/// about and which messages could be received.
final class CrowdedKeeper {
    let fixture: KeeperFixture
    let keeper: Keeper
    /// Lines the provider does not answer for.
    var failing: Set<Line.ID> = []
    /// Lines somebody always waits for.
    var awaited: Set<Line.ID> = []
    /// Lines for which the provider sends news all the time.
    var hinted: Set<Line.ID> = []
    private(set) var ids: [Line.ID] = []
    private(set) var looks: [Line.ID: Int] = [:]
    /// The longest time between two looks at each line.
    private(set) var gaps: [Line.ID: Duration] = [:]
    private(set) var polls = 0
    private(set) var refreshes = 0
    private var askedAt: [Line.ID: Instant] = [:]
    /// From when until when each rental is listening.
    private var shifts: [Line.ID: (from: Instant, until: Instant)] = [:]
    private var sent: [Line.ID: [ReceivedMessage]] = [:]
    private let window: Duration?
    private let began: Instant

    var now: Instant { fixture.clock.world.now() }

    /// - Parameter window: how long a status call keeps a rental listening; nil if none sleeps.
    init(
        rentals: Int = 0, activations: Int = 0, answered: Int = 0, ended: Int = 0,
        perSecond: Double, window: Duration? = .seconds(90),
        offering operations: Set<Capabilities.Operation> = [.order, .rent, .wake, .cancel],
        tellsRentalTexts: Bool = true, policy: Policy = Policy()
    ) throws {
        var provider = UnreachableProvider()
        provider.capabilities = Capabilities(operations, tellsRentalTexts: tellsRentalTexts)
        var settings = KeeperSettings()
        settings.policy = policy
        settings.alerts = AlertSettings(route: ["phone"], channels: ["phone"])
        fixture = try KeeperFixture(settings, provider: provider, requestsPerSecond: perSecond)
        self.window = window
        began = fixture.clock.world.now()
        let kinds: [(count: Int, kind: LineKind, state: LineState)] = [
            (rentals, .rental, .active), (activations, .activation, .waiting),
            (answered, .activation, .received), (ended, .rental, .expired),
        ]
        var lines: [Line] = []
        for (count, kind, state) in kinds {
            for _ in 0..<count { lines.append(Self.line(lines.count, kind, state, at: began)) }
        }
        for var line in lines {
            try fixture.store.write { try $0.insert(&line) }
            ids.append(line.id)
        }
        keeper = try fixture.restarted(settings)
    }

    private static func line(
        _ index: Int, _ kind: LineKind, _ state: LineState, at now: Instant
    ) -> Line {
        var line = Line(
            id: 0, account: "pool", provider: .smspool, kind: kind, state: state,
            purchasedAt: now - .minutes(index % 7))
        line.providerID = "LINE\(index)"
        line.number = "+44770090\(1000 + index)"
        line.expiresAt = now + .days(20)
        if state == .received {
            line.messageCount = 1
            line.lastMessageAt = now
        }
        if state.isEnded {
            line.endedAt = now
            line.lookedAt = now
            line.expiresAt = now
        }
        return line
    }

    /// Lets time pass and does the work that is due.
    func live(_ duration: Duration) async throws {
        let end = now + duration
        while now < end {
            for id in hinted { try await hint(at: id) }
            for id in awaited { await keeper.expectMessage(on: id, for: .seconds(10)) }
            let next = try await keeper.nextWork(for: "pool")
            if case .idle(let until) = next {
                let pause = min(until, end, now + .seconds(5)) - now
                fixture.clock.advance(max(.milliseconds(250), pause))
                continue
            }
            try await answer(next)
        }
        for id in ids { gaps[id] = max(gaps[id] ?? .zero, now - (askedAt[id] ?? began)) }
    }

    /// Resets all measurements.
    func measureAnew() { (gaps, looks, refreshes, polls) = ([:], [:], 0, 0) }

    /// Sends a message to each rental; sleeping ones lose it.
    func send(_ text: String) {
        for id in ids {
            guard isOn(id) else { continue }
            sent[id, default: []].append(ReceivedMessage(text: text, receivedAt: now))
        }
    }

    /// The provider sends news about a line.
    func hint(at id: Line.ID) async throws {
        let line = try await keeper.line("\(id)")
        try await keeper.recordNews(PushNews(providerID: line.providerID), on: "pool")
    }

    func isOn(_ id: Line.ID) -> Bool {
        guard window != nil else { return true }
        return shifts[id].map { $0.from <= now && now < $0.until } ?? false
    }

    func stored() async -> Int {
        await keeper.allLines().reduce(0) { $0 + $1.messageCount }
    }

    func events(_ kind: String) throws -> [EventRecord] {
        try fixture.store.latestEvents(limit: 500).filter { $0.kind == kind }
    }

    private func answer(_ work: Work) async throws {
        switch work {
        case .look(let line): try await look(line)
        case .read(let line):
            note(line.id)
            let isAnswered = !failing.contains(line.id)
            if isAnswered { try await keeper.receive(sent[line.id] ?? [], on: line.id) }
            try await keeper.release(line.id, failed: !isAnswered)
        case .refresh(let line):
            refreshes += 1
            guard !failing.contains(line.id) else {
                return try await keeper.release(line.id, failed: true)
            }
            try await status(of: line.id)
            try await keeper.release(line.id)
        case .list:
            try await keeper.compareLists(
                rentals: nil, active: nil, past: nil, began: now, on: "pool")
        case .balance: await keeper.noteBalance(.zero, on: "pool")
        case .action(let action, let line):
            try await keeper.recordOutcome(of: action.id, .finished)
            if let line { try await keeper.release(line.id) }
        case .poll:
            polls += 1
            let readings = await keeper.allLines().filter {
                $0.kind == .activation && !$0.state.isEnded
            }.map { reading($0) }
            for line in await keeper.allLines() where line.kind == .activation { note(line.id) }
            try await keeper.recordPoll(readings, asked: fixture.clock.world.uptime(), on: "pool")
        case .idle: break
        }
    }

    private func reading(_ line: Line) -> ActivationReading {
        ActivationReading(
            providerID: line.providerID ?? "",
            status: ActivationStatus(line.state == .received ? .received : .waiting))
    }

    private func note(_ id: Line.ID) {
        gaps[id] = max(gaps[id] ?? .zero, now - (askedAt[id] ?? began))
        askedAt[id] = now
        looks[id, default: 0] += 1
    }

    private func look(_ line: Line) async throws {
        note(line.id)
        guard !failing.contains(line.id) else {
            return try await keeper.release(line.id, failed: true)
        }
        if line.kind == .activation {
            try await keeper.recordCheck(
                reading(line), asked: fixture.clock.world.uptime(), on: line.id)
        } else {
            if line.state == .active { try await status(of: line.id) }
            try await keeper.receive(sent[line.id] ?? [], on: line.id)
        }
        try await keeper.release(line.id)
    }

    private func status(of id: Line.ID) async throws {
        let wasOn = isOn(id)
        if let window {
            let from = shifts[id].flatMap { now < $0.until ? $0.from : nil } ?? now + .seconds(5)
            shifts[id] = (from, now + window)
        }
        try await keeper.observe(
            .status(RentalStatus(isAvailable: wasOn, activeFor: window)), on: id)
    }
}
