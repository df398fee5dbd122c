package import Accounts
package import Channels
package import Keeping
package import Lines
package import Logging
import Providers
package import Scripting
import ServiceLifecycle
import Storage
package import Transport

/// The manager as a whole: the keeper with its lanes, scripts and outbox, run as one service.
package struct KeeperService: ServiceLifecycle.Service {
    /// How long the shutdown waits for paid calls: slightly longer than their deadline of 40 s,
    /// after which their outcome is a doubt anyway, and half of the 90 s that service managers
    /// allow.
    private static let lastCalls = Duration.seconds(45)

    /// A channel as lists show it.
    package struct ChannelSummary: Sendable {
        package var name: String
        package var kind: String
        /// The destination, without secrets.
        package var target: String

        package init(name: String, kind: String, target: String) {
            self.name = name
            self.kind = kind
            self.target = target
        }
    }

    package let keeper: Keeper
    package let commands: CommandService
    package let scripts: ScriptRunner
    package let channels: [ChannelSummary]
    package let routes: [String: Route]
    /// Runs scripts without effects.
    package let rehearsal: Rehearsal
    package let prompts: LuaPrompts
    /// The folder of the scripts.
    package let folder: String
    private let accounts: [Account]
    private let outlets: [any Channel]
    /// By account. An account without a feed is not followed.
    private let feeds: [String: any FeedTransport]
    /// The addresses that providers may call; nil if none may.
    package let endpoints: PushEndpoints?
    /// Takes in messages of the person's own numbers from files; nil while practising.
    package let inbound: InboundService?
    private let folderInterval: Duration
    private let logger: Logger
    private let webhooks = WebhookNotes()
    /// The free space on the disk of the home, in bytes; nil if it is not known.
    private let freeSpace: @Sendable () -> Int64?
    /// Sent once the folder has been read.
    private let loaded = WakeSignal()

    package init(
        keeper: Keeper, accounts: [Account], scripts: ScriptSet,
        channels: [(ChannelSummary, any Channel)], routes: [String: Route],
        rehearsal: Rehearsal, folder: String, folderInterval: Duration = .seconds(1),
        feeds: [String: any FeedTransport] = [:], endpoints: PushEndpoints? = nil,
        inbound: InboundService? = nil, freeSpace: @escaping @Sendable () -> Int64? = { nil },
        logger: Logger
    ) {
        self.freeSpace = freeSpace
        self.inbound = inbound
        self.keeper = keeper
        self.accounts = accounts
        self.channels = channels.map { $0.0 }
        outlets = channels.map { $0.1 }
        self.routes = routes
        self.rehearsal = rehearsal
        prompts = LuaPrompts(rehearsal: rehearsal, keeper: keeper, folder: folder)
        self.folder = folder
        self.folderInterval = folderInterval
        self.feeds = feeds
        self.logger = logger
        let commands = CommandService(keeper: keeper, logger: logger)
        self.commands = commands
        self.endpoints = endpoints
        self.scripts = ScriptRunner(keeper: keeper, scripts: scripts, logger: logger)
    }

    /// Runs until the task is cancelled or a graceful shutdown begins.
    ///
    /// - Throws: `StoreError` if the database can no longer be used.
    package func run() async throws {
        try await work { try? await gracefulShutdown() }
    }

    /// Runs until the task is cancelled, or until `ending` returns and running work has ended.
    package func work(until ending: @escaping @Sendable () async -> Void) async throws {
        // Before any work begins, so that trouble from the start is logged too.
        let events = keeper.hub.watch()
        for notice in keeper.startNotices { logger.warning("\(notice)") }
        await scripts.load()
        loaded.send()
        do {
            try await keeper.setAsideForwards(without: Set(channels.map(\.name)))
            try await keeper.releaseHeld()
        } catch {
            // They stay where they are until a start finds room on the disk.
            logger.error("forwards could not be set aside", metadata: ["reason": "\(error)"])
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for account in accounts {
                for _ in 0..<Account.lanes {
                    guard let lane = await lane(of: account) else { continue }
                    group.addTask { await lane.run() }
                }
            }
            for account in accounts {
                guard let lane = await feedLane(of: account) else { continue }
                group.addTask { await lane.run() }
            }
            if let endpoints {
                await keeper.learn(endpoints)
                let setup = WebhookSetup(
                    keeper: keeper, commands: commands, endpoints: endpoints, notes: webhooks,
                    logger: logger)
                group.addTask { await setup.run() }
            }
            if let inbound { group.addTask { await inbound.run() } }
            for channel in outlets {
                let lane = OutboxLane(
                    keeper: keeper, channel: channel, world: keeper.world, logger: logger)
                group.addTask { await lane.run() }
            }
            if await keeper.settings.alerts != nil {
                let watch = AlertWatch(
                    keeper: keeper, scripts: scripts, outlets: outlets, webhooks: webhooks,
                    freeSpace: freeSpace, logger: logger)
                group.addTask { await watch.run() }
            }
            let watch = ExtensionWatch(keeper: keeper, commands: commands, logger: logger)
            group.addTask { await watch.run() }
            group.addTask { await log(events) }
            group.addTask { await scripts.watchFolder(every: folderInterval) }
            group.addTask { await scripts.run() }
            group.addTask {
                // Running paid calls are awaited: an abandoned one would become a doubt.
                await ending()
                await keeper.close(within: Self.lastCalls)
            }
            if keeper.store.path != nil {
                let watch = DatabaseWatch(keeper: keeper, logger: logger)
                group.addTask { try await watch.run() }
            }
            // No task above ends by itself; the first to end means that the manager stops.
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Returns when the scripts of the folder are loaded, or after 3 s, so that the first answer is
    /// not delayed further.
    package func untilLoaded() async {
        await loaded.wait(since: 0, atMost: .seconds(3), in: keeper.world)
    }

    /// Logs the events a person would want to be woken for.
    private func log(_ events: AsyncStream<EventRecord>) async {
        for await event in events where !Task.isCancelled {
            guard let entry = event.logEntry else { continue }
            logger.log(level: entry.level, "\(entry.text)")
        }
    }

    private func feedLane(of account: Account) async -> FeedLane? {
        guard let feeds = feeds[account.name], account.provider.capabilities.offers(.feed),
            let signal = await keeper.signal(of: account.name)
        else { return nil }
        return FeedLane(
            keeper: keeper, name: account.name, provider: account.provider, signal: signal,
            feeds: feeds, world: keeper.world, logger: logger)
    }

    /// An account of the person's own numbers has nobody to ask.
    private func lane(of account: Account) async -> AccountLane? {
        guard account.providerName != .inbound, let signal = await keeper.signal(of: account.name)
        else { return nil }
        return AccountLane(
            keeper: keeper, name: account.name, provider: account.provider, signal: signal,
            world: keeper.world, logger: logger)
    }
}
