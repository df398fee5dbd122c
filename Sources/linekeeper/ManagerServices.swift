import Channels
import Control
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

extension Manager {
    /// The heartbeat, on the same way to the network as a channel.
    func heartbeat(
        _ settings: HeartbeatSettings, _ keeper: Keeper, _ dependencies: Dependencies
    ) throws -> Heartbeat {
        let path = try Self.path(to: try WebAddress(settings.url.reveal()), settings.network)
        return Heartbeat(
            settings, over: dependencies.networks.transport(for: path), keeper: keeper,
            logger: logger)
    }
}

/// The push receiver as a service.
struct PushService: ServiceLifecycle.Service {
    let receiver: PushReceiver
    let world: World
    let logger: Logger

    /// If another program has the port, polling continues, and opening it is retried.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await receiver.run()
                    return
                } catch is CancellationError {
                    return
                } catch {
                    logger.error(
                        "push.listen failed; retrying.",
                        metadata: ["reason": "\(error)"])
                    try await world.sleep(.minutes(1))
                }
            }
        }
    }
}

/// The control socket as a service.
struct ControlService: ServiceLifecycle.Service {
    /// A little longer than the deadline of a paid call.
    private static let lastAnswers = Duration.seconds(45)

    let server: ControlServer
    let keeperService: KeeperService
    let world: World
    let ready: @Sendable () async -> Void

    /// Clients waiting for a paid call are answered first; those that only watch are disconnected.
    func run() async throws {
        // Otherwise the first request might be told that there are no scripts.
        await keeperService.untilLoaded()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run(ready: ready) }
            group.addTask {
                try? await gracefulShutdown()
                await server.finishPayments(within: Self.lastAnswers, in: world)
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
