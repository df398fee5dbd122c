import GRDB
import Keeping
import Lines
import Logging
import Providers
import Scripting
import Storage
import TestSupport
import Transport
import VirtualTime

/// The manager with the orders: the real house on a database in memory, with its default settings
/// and a script, until the script has seen every code.
struct ManagedOrders {
    static let account = "measured"

    let course: Course
    private let store: Store
    private let keeper: Keeper
    private let house: House
    private let worker: ScriptWorker

    init(_ waiting: WaitingOrders, _ place: WaitingPlace) throws {
        let course = Course(waiting, place)
        self.course = course
        let store = try Store()
        self.store = store
        let market = waiting.market
        try store.write { database in
            for order in waiting.orders {
                var line = Self.line(order.purchase, market.provider)
                try database.insert(&line)
            }
        }
        let provider = market.adapter(course.wire)
        let account = Account(
            name: Self.account, providerName: market.provider, url: Market.address,
            provider: provider, requestsPerSecond: provider.capabilities.requestsPerSecond)
        keeper = try Keeper(
            store: store, world: course.world, accounts: [account], settings: KeeperSettings())
        worker = ScriptWorker(
            executable: place.binary, limits: place.limits, executor: course.steps.forActors)
        let scripts = ScriptSet(
            folder: place.folder, worker: worker, memory: { Keeper.memory(of: $0, in: store) },
            world: course.world, pauseAfter: 5)
        house = House(
            keeper: keeper, accounts: [account], scripts: scripts, channels: [], routes: [:],
            rehearsal: Rehearsal(environment: ScriptEnvironment(), world: course.world),
            folder: place.folder, folderInterval: .hours(6),
            feeds: market.isFed ? [Self.account: course.wire] : [:],
            logger: .silent)
    }

    private static func line(_ purchase: Purchase, _ provider: ProviderName) -> Line {
        var line = Line(
            id: 0, account: account, provider: provider, kind: .activation, state: .waiting,
            purchasedAt: WaitingOrders.origin)
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
    struct Remains: Sendable {
        let store: Store
        let requests: Int
        let refused: Int
    }

    func run() throws -> Remains {
        let (course, house, worker) = (course, house, worker)
        course.spawn {
            try? await house.work { try? await course.steps.sleep(.days(1)) }
            await worker.shutDown()
        }
        course.spawn { [keeper, store] in
            repeat {
                try await course.steps.sleep(.seconds(1))
            } while try await !Self.isDone(keeper, store)
            course.isOver = true
        }
        try course.run()
        return Remains(
            store: store, requests: course.counter.requests, refused: course.counter.refused)
    }

    private static func isDone(_ keeper: Keeper, _ store: Store) async throws -> Bool {
        guard await keeper.allLines().allSatisfy({ $0.messageCount > 0 }) else { return false }
        return try store.unhandledMessages(limit: 1).isEmpty
    }
}

extension ManagedOrders.Remains {
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
        for order in waiting.orders {
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
        return outcome
    }
}
