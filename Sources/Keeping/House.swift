package import Channels
import Lines
package import Logging
package import Scripting
import ServiceLifecycle

/// The manager as a whole: the keeper with its lanes, scripts and outbox, run as one service.
package struct House: Service {
    /// How many calls one account may have under way at once.
    private static let lanes = 4
    /// How long paid calls are waited for at the end; their own deadline is shorter.
    private static let lastCalls = Duration.seconds(45)

    /// A channel as lists show it.
    package struct ChannelCard: Sendable {
        package var name: String
        package var kind: String
        /// Where it leads, without secrets.
        package var target: String

        package init(name: String, kind: String, target: String) {
            self.name = name
            self.kind = kind
            self.target = target
        }
    }

    package let keeper: Keeper
    package let desk: Desk
    package let scripts: ScriptDesk
    package let channels: [ChannelCard]
    package let routes: [String: [String]]
    /// Where scripts are tried out.
    package let rehearsal: Rehearsal
    /// The drop-in folder.
    package let folder: String
    private let accounts: [Account]
    private let outlets: [any Channel]
    private let logger: Logger

    package init(
        keeper: Keeper, accounts: [Account], scripts: ScriptSet,
        channels: [(ChannelCard, any Channel)], routes: [String: [String]],
        rehearsal: Rehearsal, folder: String, logger: Logger
    ) {
        self.keeper = keeper
        self.accounts = accounts
        self.channels = channels.map { $0.0 }
        outlets = channels.map { $0.1 }
        self.routes = routes
        self.rehearsal = rehearsal
        self.folder = folder
        self.logger = logger
        desk = Desk(keeper: keeper, logger: logger)
        self.scripts = ScriptDesk(keeper: keeper, scripts: scripts, logger: logger)
    }

    /// Works until the task is cancelled or a graceful shutdown begins.
    package func run() async throws {
        await scripts.load()
        await withTaskGroup(of: Void.self) { group in
            for account in accounts {
                for _ in 0..<Self.lanes {
                    guard let lane = await lane(of: account) else { continue }
                    group.addTask { await lane.run() }
                }
            }
            for channel in outlets {
                let lane = OutboxLane(
                    keeper: keeper, channel: channel, world: keeper.world, logger: logger)
                group.addTask { await lane.run() }
            }
            group.addTask { await scripts.watchFolder() }
            group.addTask { await scripts.run() }
            group.addTask {
                // A paid call is waited for: given up on, its outcome would be a doubt.
                try? await gracefulShutdown()
                await keeper.close(within: Self.lastCalls)
            }
            // Nothing above ends by itself; the last one tells that it is time.
            await group.next()
            group.cancelAll()
        }
    }

    private func lane(of account: Account) async -> AccountLane? {
        guard let bell = await keeper.bell(of: account.name) else { return nil }
        return AccountLane(
            keeper: keeper, name: account.name, provider: account.provider, bell: bell,
            world: keeper.world, logger: logger)
    }
}
