import Accounts
import GRDB
import Keeping
import Lines
import Logging
import Providers
import Running
import Scripting
import Storage
import TestSupport
import Transport
import VirtualTime

/// The manager with the lines: the real manager on a database in memory, with its default settings
/// and a script, until the script has seen every code.
struct ManagedOrders {
    static let account = "measured"

    let trial: WaitingTrial
    private let store: Store
    private let keeper: Keeper
    private let keeperService: KeeperService
    private let worker: ScriptWorker

    init(_ waiting: WaitingOrders, _ setup: WaitingSetup) throws {
        let trial = WaitingTrial(waiting, setup)
        self.trial = trial
        let store = try Store()
        self.store = store
        let measured = waiting.measured
        try store.write { database in
            for order in waiting.orders {
                var line = Self.line(order, measured.provider)
                try database.insert(&line)
            }
        }
        let provider = measured.adapter(trial.network)
        let account = Account(
            name: Self.account, providerName: measured.provider, url: MeasuredProvider.address,
            provider: provider, requestsPerSecond: provider.capabilities.requestsPerSecond)
        keeper = try Keeper(
            store: store, world: trial.world, accounts: [account], settings: KeeperSettings())
        worker = ScriptWorker(
            executable: setup.binary, limits: setup.limits, executor: trial.executor.forActors)
        let scripts = ScriptSet(
            folder: setup.folder, worker: worker, memory: { Keeper.memory(of: $0, in: store) },
            world: trial.world, pauseAfter: 5)
        keeperService = KeeperService(
            keeper: keeper, accounts: [account], scripts: scripts, channels: [], routes: [:],
            rehearsal: Rehearsal(environment: ScriptEnvironment(), world: trial.world),
            folder: setup.folder, folderInterval: .hours(6),
            feeds: measured.hasFeeds ? [Self.account: trial.network] : [:],
            logger: .silent)
    }

    private static func line(_ order: WaitingOrders.Order, _ provider: ProviderName) -> Line {
        let purchase = order.purchase
        var line = Line(
            id: 0, account: account, provider: provider, kind: order.kind,
            state: order.kind == .rental ? .active : .waiting, purchasedAt: WaitingOrders.origin)
        line.providerID = purchase.providerID
        line.number = purchase.number
        line.country = purchase.country
        line.service = purchase.service
        line.price = purchase.price
        line.expiresAt = purchase.expiresAt
        line.cancellableFrom = purchase.cancellableFrom
        return line
    }

    /// The remains of a run: the database shows when the script saw which code.
    struct WaitingResult: Sendable {
        let store: Store
        let requests: Int
        let refused: Int
        let time: Duration
    }

    func run() throws -> WaitingResult {
        let (trial, keeperService, worker) = (trial, keeperService, worker)
        trial.spawn {
            try? await keeperService.work { try? await trial.executor.sleep(.days(1)) }
            await worker.shutDown()
        }
        trial.spawn { [keeper, store] in
            repeat {
                try await trial.executor.sleep(.seconds(1))
            } while try await !Self.isDone(keeper, store)
            trial.isOver = true
        }
        try trial.run()
        return WaitingResult(
            store: store, requests: trial.counted.requests, refused: trial.counted.refused,
            time: trial.executor.uptime)
    }

    private static func isDone(_ keeper: Keeper, _ store: Store) async throws -> Bool {
        guard await keeper.allLines().allSatisfy({ $0.messageCount > 0 }) else { return false }
        return try store.unhandledMessages(limit: 1).isEmpty
    }
}

extension ManagedOrders.WaitingResult {
    /// Reads the results, off the thread it ran on.
    func outcome(of waiting: WaitingOrders) throws -> Outcome {
        let rows = try store.read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT line_provider_id.provider_id AS id, message.code AS code,
                        MIN(run.at) AS at
                    FROM message JOIN run ON run.message = message.id
                    JOIN line_provider_id ON line_provider_id.line = message.line
                    WHERE run.outcome = 'completed' GROUP BY message.line
                    """)
        }
        let seen = Dictionary(
            rows.map { row -> (String, (code: String?, at: Int64)) in
                (row["id"], (code: row["code"], at: row["at"]))
            },
            uniquingKeysWith: { first, _ in first })
        var outcome = Outcome()
        for order in waiting.orders where order.kind == waiting.crowd.kind {
            guard let found = seen[order.purchase.providerID] else {
                outcome.miss()
                continue
            }
            guard found.code == order.code else {
                throw BenchFailure("\(order.code) came as \(found.code ?? "no code").")
            }
            let noticed = Instant(milliseconds: found.at) - WaitingOrders.origin
            outcome.add(noticed - order.codeAt)
        }
        outcome.requests = requests
        outcome.refused = refused
        outcome.time = time
        return outcome
    }
}
