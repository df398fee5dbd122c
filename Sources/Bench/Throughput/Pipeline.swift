import Channels
import Foundation
import Keeping
import Lines
import Logging
import Networking
import Running
import Scripting
import Storage
import TestSupport
import Transport

/// The manager's own parts assembled in this process, with the built binary as script worker: a
/// store on disk, a keeper with some rentals, the shipped scripts, a channel.
struct Pipeline: Sendable {
    static let channels = ["phone", "log"]
    static let routes: [String: Route] = [
        "bank": ["phone", "log"], "codes": ["phone"], "digest": ["log"],
    ]

    let path: String
    let keeper: Keeper
    let scripts: ScriptSet
    let worker: ScriptWorker
    let lines: [Line.ID]
    private let world: World

    /// - Parameter folder: a new one is created in it.
    init(in folder: String, lines count: Int, paths: BenchPaths, world: World) async throws {
        self.world = world
        path = folder + "/bench.db"
        let store = try Store(path: path)
        let now = world.now()
        lines = try store.write { database in
            try (0..<count).map { index in
                var line = Line(
                    id: 0, account: "pool", provider: .smspool, kind: .rental, state: .active,
                    purchasedAt: now)
                line.providerID = "RENT\(index)"
                line.number = "+1415555\(1000 + index)"
                line.expiresAt = now + .days(30)
                try database.insert(&line)
                return line.id
            }
        }
        var settings = KeeperSettings()
        settings.routes = Self.routes
        keeper = try Keeper(store: store, world: world, accounts: [], settings: settings)
        worker = ScriptWorker(executable: paths.binary)
        await worker.setEnvironment(Self.environment)
        scripts = ScriptSet(
            folder: paths.scripts, worker: worker,
            memory: { Keeper.memory(of: $0, in: store) }, world: world, pauseAfter: 5)
    }

    /// The result of a run.
    struct Run: Sendable {
        var messages: Int
        var seconds: Double
        var commits: Int
        /// Processor time in microseconds.
        var managerTime: Double
        var workerTime: Double
        /// The database of the run.
        var database: String

        var rate: Double { Double(messages) / seconds }
    }

    /// Stores the messages, then runs the scripts until all are handled.
    func handle(_ batch: MessageBatch, listsOf size: Int = 1) async throws -> Run {
        let runner = ScriptRunner(keeper: keeper, scripts: scripts, logger: .silent)
        await runner.load()
        let run = try await timing(batch) {
            try await receive(batch.lists(of: size))
            while try await runner.runOnce() > 0 {}
        }
        try check(batch.messages.count, "pending")
        return run
    }

    /// Runs the complete manager until each message is also in the channel's file.
    func deliver(_ batch: MessageBatch, to folder: String) async throws -> Run {
        let transport = AsyncHTTPTransport()
        let keeperService = keeperService(transport, folder)
        let running = Task { try await keeperService.run() }
        defer { running.cancel() }
        while await keeperService.scripts.statuses().count < 4 {
            try await world.sleep(.milliseconds(5))
        }
        let run = try await timing(batch) {
            try await receive(batch.lists(of: 1))
            while try keeper.store.tally(channel: "phone").counts["done"] != batch.messages.count {
                try await world.sleep(.milliseconds(2))
            }
        }
        running.cancel()
        _ = await running.result
        await transport.shutdown()
        try check(batch.messages.count, "done")
        return run
    }

    private func keeperService(_ transport: AsyncHTTPTransport, _ folder: String) -> KeeperService {
        let channels = Self.channels.map { name in
            let card = KeeperService.ChannelSummary(name: name, kind: "file", target: name)
            let channel = FileSettings(path: name + ".jsonl").channel(
                named: name, over: transport, in: folder)
            return (card, channel)
        }
        return KeeperService(
            keeper: keeper, accounts: [], scripts: scripts, channels: channels,
            routes: Self.routes, rehearsal: Rehearsal(environment: Self.environment, world: world),
            folder: folder, logger: .silent)
    }

    private func timing(
        _ batch: MessageBatch, _ body: () async throws -> Void
    ) async throws -> Run {
        let child = await worker.processID ?? 0
        let before = (
            commits: try CommitCount.of(path), manager: ProcessorTime.own(),
            worker: ProcessorTime.of(child), at: world.uptime()
        )
        try await body()
        return Run(
            messages: batch.messages.count, seconds: (world.uptime() - before.at).seconds,
            commits: Int(try CommitCount.of(path) &- before.commits),
            managerTime: ProcessorTime.own() - before.manager,
            workerTime: ProcessorTime.of(child) - before.worker, database: path)
    }

    private func receive(_ lists: [(line: Int, messages: [ReceivedMessage])]) async throws {
        for list in lists { try await keeper.receive(list.messages, on: lines[list.line]) }
    }

    /// A fast but wrong result does not count.
    private func check(_ count: Int, _ state: String) throws {
        let found = try keeper.store.tally(channel: "phone").counts
        guard found == [state: count] else {
            throw BenchFailure("\(count) forwards should be \(state), and there are \(found).")
        }
    }

    private static let environment = ScriptEnvironment(
        routes: routes.keys.sorted(), channels: channels)
}

extension Duration {
    var seconds: Double { Double(microseconds) / 1e6 }
}
