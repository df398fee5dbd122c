import Channels
import Configuring
import Control
import EmulatorServer
import Foundation
import Keeping
import Lines
import Logging
import Networking
import ProviderEmulator
import Providers
import Push
import Running
import Scripting
import ServiceLifecycle
import Storage
import Transport
import UnixSignals

/// Assembles a manager and runs it: the only place where every part is created and connected.
struct Manager: Sendable {
    let home: Home
    /// The speed of its time.
    let speed: Double
    let logger: Logger
    /// Tells the person who started it about problems that need attention.
    let warn: @Sendable (String) -> Void
    /// Signals that end it gracefully; none if a console in the same process decides.
    let signals: [UnixSignal]
    /// Sent by a console in the same process to end it gracefully, as a signal would; sent again,
    /// it ends at once.
    var endRequests = WakeSignal()

    /// Runs until it is told to end.
    ///
    /// - Parameter ready: called once requests are answered; its argument says whether it is
    ///   practising.
    /// - Returns: the number of paid calls it gave up waiting for, which are now doubts.
    /// - Throws: `StartError`, `StoreError`, `ConfigurationError` or `EmulatorError`, each with a
    ///   sentence.
    func run(ready: @escaping @Sendable (_ isPractising: Bool) async -> Void) async throws -> Int {
        try home.prepare()
        let lock = try HomeLock(home.lock)
        defer { withExtendedLifetime(lock) {} }
        let world = World.live(speed: speed)
        let networks = Networks()
        let worker = ScriptWorker()
        var dependencies = Dependencies(world: world, networks: networks, worker: worker)
        var doubts = 0
        do {
            let (configuration, keys) = try await ConfigurationFile(home: home, worker: worker)
                .read()
            if configuration.accounts.isEmpty {
                try checkNothingIsHeld()
                try await practise(configuration, dependencies, ready)
            } else {
                try checkSpeed(configuration)
                dependencies.warnings = Exposure(home: home, keys: keys).warnings
                for warning in dependencies.warnings { warn(warning) }
                doubts = try await serve(configuration, dependencies, isPractising: false, ready)
            }
        } catch {
            await worker.shutDown()
            await networks.shutdown()
            throw error
        }
        await worker.shutDown()
        await networks.shutdown()
        return doubts
    }

    /// Practising while real lines are held would silently leave them unattended.
    private func checkNothingIsHeld() throws {
        guard FileManager.default.fileExists(atPath: home.database) else { return }
        let store = try Store(path: home.database) { logger.notice("\($0)") }
        let held = try store.lines().filter { !$0.state.isEnded }
        try store.close()
        guard !held.isEmpty else { return }
        throw StartError.held(
            lines: held.count, accounts: Set(held.map(\.account)).sorted(),
            database: home.database, configuration: home.configuration,
            isMissing: !FileManager.default.fileExists(atPath: home.configuration))
    }

    struct Dependencies: Sendable {
        let world: World
        let networks: Networks
        let worker: ScriptWorker
        /// Warnings given at the start, which are also recorded as events.
        var warnings: [String] = []
    }

    /// Without an account: everything as usual, against an emulator in this process.
    private func practise(
        _ configuration: Configuration, _ dependencies: Dependencies,
        _ ready: @escaping @Sendable (Bool) async -> Void
    ) async throws {
        let world = dependencies.world
        let emulator = Emulator(
            options: EmulatorOptions(practice: true), uptime: world.uptime, now: world.now(),
            sleep: world.sleep)
        let (addresses, told) = AsyncStream.makeStream(of: [EmulatedProviderAddress].self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await emulator.run { addresses in
                    told.yield(addresses)
                    told.finish()
                }
            }
            group.addTask {
                for await found in addresses {
                    let practice = configuration.practising(with: found)
                    // A server that stops while a client connects brings down the program, so no
                    // client may be left when the emulator ends.
                    do {
                        _ = try await serve(practice, dependencies, isPractising: true, ready)
                    } catch {
                        await dependencies.networks.shutdown()
                        throw error
                    }
                    await dependencies.networks.shutdown()
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private func serve(
        _ configuration: Configuration, _ dependencies: Dependencies, isPractising: Bool,
        _ ready: @escaping @Sendable (Bool) async -> Void
    ) async throws -> Int {
        if isPractising { Self.remove(home.practiceDatabase) }
        let logger = logger
        let store = try Store(path: isPractising ? home.practiceDatabase : home.database) {
            logger.notice("\($0)")
        }
        if isPractising {
            try store.beginPractice(String(dependencies.world.identifier().prefix(12)))
        }
        let accounts = withTwins(
            try configuration.accounts.map { try account($0, dependencies) }, configuration.accounts
        )
        let keeper = try Keeper(
            store: store, world: dependencies.world, accounts: accounts,
            settings: configuration.keeper)
        let scripts = ScriptSet(
            folder: home.scripts, worker: dependencies.worker,
            memory: { Keeper.memory(of: $0, in: store) },
            standing: { (try? store.standing(of: $0)) ?? nil },
            lastVersion: { ((try? store.lastVersion(of: $0)) ?? nil)?.text },
            world: dependencies.world,
            pauseAfter: configuration.pauseScriptsAfter)
        for warning in dependencies.warnings {
            try await keeper.note(kind: "warning", text: warning)
        }
        let words = ScriptEnvironment(
            routes: configuration.keeper.routes.keys.sorted(),
            channels: configuration.channels.map(\.name), zone: configuration.keeper.zone)
        await dependencies.worker.setEnvironment(words)
        let endpoints = try configuration.push.map {
            try PushEndpoints(accounts, in: store, world: dependencies.world, outside: $0.url)
        }
        let keeperService = KeeperService(
            keeper: keeper, accounts: accounts, scripts: scripts,
            channels: try configuration.channels.map {
                try channel($0.name, $0.settings, dependencies)
            },
            routes: configuration.keeper.routes,
            rehearsal: Rehearsal(environment: words, world: dependencies.world),
            folder: home.scripts, feeds: try feeds(of: configuration, in: dependencies.world),
            endpoints: endpoints,
            // What was handed in is for the real numbers.
            inbound: isPractising
                ? nil
                : InboundService(
                    keeper: keeper, spool: MessageSpool(folder: home.spool), accounts: accounts,
                    zone: .machine, logger: logger),
            freeSpace: home.freeSpace, logger: logger)
        let handler = ControlHandler(
            keeperService: keeperService, startedAt: dependencies.world.now(),
            version: Version.current,
            home: home.root, isPractising: isPractising)
        let control = ControlService(
            server: ControlServer(path: home.socket, handler: handler, logger: logger),
            keeperService: keeperService, world: dependencies.world,
            ready: { await ready(isPractising) })
        var services: [any ServiceLifecycle.Service] = [keeperService, control]
        if isPractising {
            services.append(
                PracticeAdoption(
                    keeper: keeper, commands: keeperService.commands, world: dependencies.world))
        }
        if let settings = configuration.heartbeat, !isPractising {
            services.append(try heartbeat(settings, keeper, dependencies))
        }
        if let push = configuration.push, let endpoints {
            services.append(
                PushService(
                    receiver: PushReceiver(
                        host: push.host, port: push.port, keeper: keeper, endpoints: endpoints,
                        world: dependencies.world, logger: logger),
                    world: dependencies.world, logger: logger))
        }
        services += try chats(configuration, keeper, dependencies)
        // Shutdown runs in reverse order: first the requests end, then the lanes, and each call is
        // waited for.
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) }, gracefulShutdownSignals: [],
                logger: logger))
        do {
            try await ShutdownSequence(requests: endRequests, signals: signals).run(
                group, in: dependencies.world)
        } catch {
            try? store.close()
            throw error
        }
        let doubts = await keeper.leftInDoubt()
        // Without it the next start only knows less.
        try? await keeper.writeLooks()
        try store.close()
        return doubts
    }

    private func channel(
        _ name: String, _ settings: any ChannelSettings, _ dependencies: Dependencies
    ) throws -> (KeeperService.ChannelSummary, any Channel) {
        let card = KeeperService.ChannelSummary(
            name: name, kind: settings.kind, target: settings.summary)
        let channel = settings.channel(
            named: name, over: try transport(to: settings, dependencies), in: home.root)
        return (card, channel)
    }

    /// The way to a channel's destination.
    func transport(
        to settings: any ChannelSettings, _ dependencies: Dependencies
    ) throws -> any Transport {
        let path = try settings.destination.map { try Self.path(to: $0.address, $0.network) }
        return dependencies.networks.transport(for: path ?? .direct)
    }

    /// Fast time against a real provider would exceed its request limit.
    private func checkSpeed(_ configuration: Configuration) throws(StartError) {
        guard speed != 1 else { return }
        for account in configuration.accounts where account.inbound == nil {
            let url = account.url ?? Self.address(of: account.provider) ?? ""
            let address = try? WebAddress(url)
            guard address?.isLoopback == true else {
                throw .badOption(
                    "--speed is only for providers on this machine; account \(account.name) "
                        + "is at \(address?.authority ?? "an unknown address").")
            }
        }
    }

    private static func remove(_ database: String) {
        let folder = (database as NSString).deletingLastPathComponent
        let name = (database as NSString).lastPathComponent
        for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where file.hasPrefix(name) {
            try? FileManager.default.removeItem(atPath: folder + "/" + file)
        }
    }
}
