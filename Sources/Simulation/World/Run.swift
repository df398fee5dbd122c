import Accounts
import Channels
import GRDB
import Keeping
import Lines
import Logging
import ProviderEmulator
import Providers
import Running
import Scripting
import Storage
import Transport
import VirtualTime

/// One run of the manager, from its start to its end or crash: the real keeper, lanes, outbox and
/// scripts on the life's database.
final class Run: @unchecked Sendable {
    let crashSwitch: CrashSwitch
    let keeper: Keeper
    let commands: CommandService
    let startedAt: Duration
    let worker: ScriptWorker
    private let life: Life
    private let task: Task<Void, Never>
    private let ending: Ending
    /// The requests of people to this run; they end with it.
    private var questions: [Task<Void, Never>] = []

    /// Whether the manager has ended.
    private final class Ending: @unchecked Sendable {
        var hasCome = false
    }

    /// Starts the manager as after a boot.
    init(in life: Life) throws {
        self.life = life
        let executor = life.executor
        let crashSwitch = CrashSwitch(executor: executor)
        self.crashSwitch = crashSwitch
        startedAt = executor.uptime
        let chance = life.chance.manager
        let world = World(
            now: { life.wallTime },
            uptime: { executor.uptime },
            sleep: { try await crashSwitch.sleep($0) },
            random: { chance.below($0) },
            identifier: { String(chance.next(), radix: 36) + String(chance.next(), radix: 36) })
        life.store.database.add(transactionObserver: crashSwitch, extent: .observerLifetime)
        let accounts = life.providers.map { provider in
            Run.account(provider, crashSwitch, life, world)
        }
        let keeper = try Keeper(
            store: life.store, world: world, accounts: accounts, settings: life.scenario.settings)
        self.keeper = keeper
        let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
        commands = CommandService(keeper: keeper, logger: logger)
        var limits = ScriptLimits()
        // In the machine's own time, which must not influence a life.
        limits.soft = .seconds(20)
        limits.hard = .seconds(30)
        let worker = ScriptWorker(
            executable: life.workerProgram, limits: limits, clock: { executor.uptime },
            executor: executor.forActors)
        self.worker = worker
        let store = life.store
        let scripts = ScriptSet(
            folder: life.folder, worker: worker,
            memory: { Keeper.memory(of: $0, in: store) }, world: world, pauseAfter: 1_000_000)
        let names = ["phone", "desk"]
        let words = ScriptEnvironment(
            routes: life.scenario.settings.routes.keys.sorted(), channels: names)
        let keeperService = KeeperService(
            keeper: keeper, accounts: accounts, scripts: scripts,
            channels: names.map { name in
                (
                    KeeperService.ChannelSummary(
                        name: name, kind: "simulated", target: "simulated"),
                    SimulatedChannel(name: name, receiver: life.receiver, crashSwitch: crashSwitch)
                )
            },
            routes: life.scenario.settings.routes,
            rehearsal: Rehearsal(environment: words, world: world),
            folder: life.folder, folderInterval: .hours(6), logger: logger)
        let ending = Ending()
        self.ending = ending
        task = Task(executorPreference: executor) {
            await worker.setEnvironment(words)
            try? await keeperService.work { try? await crashSwitch.sleep(.days(100_000)) }
            await worker.shutDown()
            ending.hasCome = true
        }
    }

    private static func account(
        _ provider: SimulatedProvider, _ crashSwitch: CrashSwitch, _ life: Life, _ world: World
    ) -> Account {
        let time = ProviderTime(world)
        let network = SimulatedNetwork(
            provider: provider, crashSwitch: crashSwitch, chance: life.chance.network,
            diary: life.diary,
            bug: life.bug)
        let profile = provider.account.profile
        var account = Account(
            name: provider.account.name, providerName: profile.provider, url: provider.url,
            provider: profile.adapter(SteadyTransport(network, time: time), provider.url),
            requestsPerSecond: provider.account.requestsPerSecond, adopts: provider.account.adopts)
        account.spendingPerDay = provider.account.spendingPerDay
        account.time = time
        return account
    }

    /// Sends a person's request to this run; the answer is lost if it crashes meanwhile.
    func ask(_ question: @escaping @Sendable (CommandService) async throws -> Void) async {
        let commands = commands
        let asked = Task<Void, Never>(executorPreference: life.executor) {
            try? await question(commands)
        }
        questions.append(asked)
        if questions.count > 64 { questions.removeFirst(32) }
        await asked.value
    }

    /// Ends it without warning, and lets code that still runs discover that.
    ///
    /// - Returns: false if some of it does not end.
    func crash() -> Bool {
        crashSwitch.crash()
        task.cancel()
        for question in questions { question.cancel() }
        guard life.executor.settle() else { return false }
        life.store.database.remove(transactionObserver: crashSwitch)
        return ending.hasCome
    }
}
