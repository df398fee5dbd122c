import Channels
import Lines
import Logging
import Storage
import Transport

/// Delivers the forwards of one channel, in order of their due time.
///
/// Every channel has a lane of its own, so a receiver that hangs holds up nobody else's codes, and
/// never receipt.
struct OutboxLane: Sendable {
    /// A forward is tried for about three days before it is put among the dead.
    static let tries = 24
    private static let batch = 16

    let keeper: Keeper
    let channel: any Channel
    let world: World
    let logger: Logger

    /// Delivers until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let seen = keeper.outboxBell.rings
            // What cannot be marked as delivered would be delivered again and again.
            guard keeper.store.trouble == nil else {
                await keeper.outboxBell.wait(since: seen, atMost: .seconds(5), in: world)
                continue
            }
            do {
                await keeper.noticeClock()
                let due = try keeper.store.forwards(
                    to: channel.name, dueBy: world.now(), limit: Self.batch)
                for action in due { try await deliver(action) }
                guard due.isEmpty else { continue }
                let next = try keeper.store.nextForward(to: channel.name)
                let pause = next.map { $0 - world.now() } ?? .seconds(60)
                await keeper.outboxBell.wait(
                    since: seen, atMost: min(max(pause, .milliseconds(20)), .seconds(60)),
                    in: world)
            } catch {
                logger.error(
                    "outbox failed",
                    metadata: ["channel": "\(channel.name)", "reason": "\(error)"])
                try? await world.sleep(.seconds(5))
            }
        }
    }

    private func deliver(_ action: Action) async throws(StoreError) {
        guard !Task.isCancelled else { return }
        let delivery = try await keeper.delivery(of: action)
        let result: Result<DeliveryReceipt, DeliveryError>
        do throws(DeliveryError) {
            result = .success(try await channel.deliver(delivery))
        } catch {
            result = .failure(error)
        }
        // Shutdown is no failure of the receiver: the forward stays as it is and is tried at the
        // next start under the same id.
        if Task.isCancelled, case .failure = result { return }
        try await note(action, result)
    }

    /// Writes down how it went, however long the disk takes: tried anew instead, the receiver would
    /// get the same every few seconds.
    private func note(
        _ action: Action, _ result: Result<DeliveryReceipt, DeliveryError>
    ) async throws(StoreError) {
        while true {
            do throws(StoreError) {
                return try await keeper.delivered(action, result)
            } catch {
                guard error.isTrouble, !Task.isCancelled else { throw error }
            }
            try? await world.sleep(.seconds(1))
        }
    }

    /// 10 s, 20 s, 40 s ... six hours.
    static func pause(after attempts: Int) -> Duration {
        .seconds(min(21_600, 5 << min(attempts, 13)))
    }
}
