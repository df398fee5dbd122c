import Channels
import GRDB
import Keeping
import Lines
import Logging
import ProviderEmulator
import Providers
import Scripting
import Storage
import Transport
import VirtualTime

/// One run of the manager, from its start to its end or crash: the real keeper, lanes, outbox and
/// scripts on the life's database.
final class Run: @unchecked Sendable {
    let lifeline: Lifeline
    let keeper: Keeper
    let desk: Desk
    let startedAt: Duration
    let worker: ScriptWorker
    private let life: Life
    private let task: Task<Void, Never>
    private let ending: Ending
    /// The requests of people to this run; they end with it.
    private var questions: [Task<Void, Never>] = []

    /// Whether the house has ended.
    private final class Ending: @unchecked Sendable {
        var hasCome = false
    }

    /// Starts the manager as after a boot.
    init(in life: Life) throws {
        self.life = life
        let steps = life.steps
        let lifeline = Lifeline(steps: steps)
        self.lifeline = lifeline
        startedAt = steps.uptime
        let chance = life.chance.manager
        let world = World(
            now: { life.wallTime },
            uptime: { steps.uptime },
            sleep: { try await lifeline.sleep($0) },
            random: { chance.below($0) },
            identifier: { String(chance.next(), radix: 36) + String(chance.next(), radix: 36) })
        life.store.database.add(transactionObserver: lifeline, extent: .observerLifetime)
        let accounts = life.remotes.map { remote in
            Run.account(remote, lifeline, life, world)
        }
        let keeper = try Keeper(
            store: life.store, world: world, accounts: accounts, settings: life.scenario.settings)
        self.keeper = keeper
        let logger = Logger(label: "simulation") { _ in Silence() }
        desk = Desk(keeper: keeper, logger: logger)
        var limits = ScriptLimits()
        // In the machine's own time, which must not influence a life.
        limits.soft = .seconds(20)
        limits.hard = .seconds(30)
        let worker = ScriptWorker(
            executable: life.workerProgram, limits: limits, clock: { steps.uptime },
            executor: steps.forActors)
        self.worker = worker
        let store = life.store
        let scripts = ScriptSet(
            folder: life.folder, worker: worker,
            memory: { Keeper.memory(of: $0, in: store) }, world: world, pauseAfter: 1_000_000)
        let names = ["phone", "desk"]
        let words = ScriptEnvironment(
            routes: life.scenario.settings.routes.keys.sorted(), channels: names)
        let house = House(
            keeper: keeper, accounts: accounts, scripts: scripts,
            channels: names.map { name in
                (
                    House.ChannelCard(name: name, kind: "simulated", target: "simulated"),
                    Outlet(name: name, receiver: life.receiver, lifeline: lifeline)
                )
            },
            routes: life.scenario.settings.routes,
            rehearsal: Rehearsal(environment: words, world: world),
            folder: life.folder, folderInterval: .hours(6), logger: logger)
        let ending = Ending()
        self.ending = ending
        task = Task(executorPreference: steps) {
            await worker.setEnvironment(words)
            try? await house.work { try? await lifeline.sleep(.days(100_000)) }
            await worker.shutDown()
            ending.hasCome = true
        }
    }

    private static func account(
        _ remote: Remote, _ lifeline: Lifeline, _ life: Life, _ world: World
    ) -> Account {
        let time = ProviderTime(world)
        let wire = Wire(
            remote: remote, lifeline: lifeline, chance: life.chance.wire, diary: life.diary,
            plant: life.plant)
        let market = remote.account.market
        var account = Account(
            name: remote.account.name, providerName: market.provider, url: remote.url,
            provider: market.adapter(SteadyTransport(wire, time: time), remote.url),
            requestsPerSecond: remote.account.requestsPerSecond, adopts: remote.account.adopts)
        account.spendingPerDay = remote.account.spendingPerDay
        account.time = time
        return account
    }

    /// Sends a person's request to this run; the answer is lost if it crashes meanwhile.
    func ask(_ question: @escaping @Sendable (Desk) async throws -> Void) async {
        let desk = desk
        let asked = Task<Void, Never>(executorPreference: life.steps) {
            try? await question(desk)
        }
        questions.append(asked)
        if questions.count > 64 { questions.removeFirst(32) }
        await asked.value
    }

    /// Ends it without warning, and lets code that still runs discover that.
    ///
    /// - Returns: false if some of it does not end.
    func crash() -> Bool {
        lifeline.cut()
        task.cancel()
        for question in questions { question.cancel() }
        guard life.steps.settle() else { return false }
        life.store.database.remove(transactionObserver: lifeline)
        return ending.hasCome
    }
}

/// Discards the manager's log: everything relevant is in its events.
private struct Silence: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.critical

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {}
}
