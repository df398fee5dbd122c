package import Keeping
import Lines
package import Logging
import ServiceLifecycle
import Storage
package import Transport

/// Tells a service at regular times that all is well; that service tells the person when it hears
/// nothing.
///
/// It is for what no alert can tell: that the machine, its network or the manager itself is gone.
package struct Heartbeat: ServiceLifecycle.Service {
    private let settings: HeartbeatSettings
    private let transport: any Transport
    private let keeper: Keeper
    private let logger: Logger

    package init(
        _ settings: HeartbeatSettings, over transport: any Transport, keeper: Keeper, logger: Logger
    ) {
        self.settings = settings
        self.transport = transport
        self.keeper = keeper
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { await beat() }
    }

    private func beat() async {
        var isTold = false
        // The first look at the accounts needs a moment.
        try? await keeper.world.sleep(min(settings.every, .seconds(10)))
        while !Task.isCancelled {
            let failure = await call(await reason)
            if let failure, !isTold {
                logger.warning(
                    "the heartbeat is not taken; trying on", metadata: ["reason": "\(failure)"])
            } else if failure == nil, isTold {
                logger.notice("the heartbeat is taken again")
            }
            isTold = failure != nil
            try? await keeper.world.sleep(settings.every)
        }
    }

    /// Why all is not well; nil if it is. That the disk takes what is written is tried.
    private var reason: String? {
        get async {
            let known = HeartbeatReason(of: await keeper.openTroubles).text
            do throws(StoreError) {
                try keeper.store.checkWriting()
                return known
            } catch {
                return known ?? Trouble.Kind.database.words
            }
        }
    }

    /// - Parameter reason: why all is not well; nil if it is.
    /// - Returns: why it was not taken, without the address, which is a secret.
    private func call(_ reason: String?) async -> String? {
        do {
            let call = try HeartbeatCall(settings, reason: reason).call
            let reply = try await transport.deliver(
                call, deadline: settings.timeout, limit: 16 << 10)
            return (200...299).contains(reply.status) ? nil : "status \(reply.status)"
        } catch {
            guard !Task.isCancelled else { return nil }
            return settings.url.hidden(in: "\(error)")
        }
    }
}
