import Accounts
import Channels
import Keeping
import Lines
import Logging
import Storage
import Transport

/// Delivers the forwards of one channel, in order of their due time.
///
/// Every channel has a lane of its own, so that a receiver that hangs never delays other channels
/// or the receipt of messages.
struct OutboxLane: Sendable {
    /// As many as the longest digest gathers.
    private static let batch = ChannelTiming.longestDigest
    /// How long the result of a delivery may wait to be written with others.
    private static let patience = Duration.milliseconds(20)

    let keeper: Keeper
    let channel: any Channel
    let world: World
    let logger: Logger

    /// Delivers until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let seen = keeper.outboxSignal.count
            // A delivery that cannot be recorded would be repeated again and again.
            guard keeper.store.trouble == nil else {
                await keeper.outboxSignal.wait(since: seen, atMost: .seconds(5), in: world)
                continue
            }
            do {
                await keeper.noticeClock()
                try await keeper.passOn()
                let due = try keeper.store.forwards(
                    to: channel.name, dueBy: world.now(), limit: Self.batch)
                try await deliver(keeper.turns(of: due, to: channel.name))
                guard due.isEmpty else { continue }
                let next = [
                    try keeper.store.nextForward(to: channel.name), try keeper.store.nextPassing(),
                ].compactMap(\.self).min()
                let pause = next.map { $0 - world.now() } ?? .seconds(60)
                await keeper.outboxSignal.wait(
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

    /// Delivers in order. Results that arrive within moments are written together, so that a burst
    /// costs one flush of the disk rather than one each. If the manager dies before that, the
    /// forwards are delivered again under the same ids.
    private func deliver(_ due: [Action]) async throws(StoreError) {
        if let channel = channel as? any BatchChannel, due.count > 1 {
            let deliveries = try await keeper.deliveries(of: due)
            guard !deliveries.isEmpty else { return }
            let result = await result(of: { () async throws(DeliveryError) in
                try await channel.deliver(all: deliveries.map(\.1))
            })
            // A batch that failed is tried one by one: parts of it may succeed, and then it is
            // known which.
            if case .success = result {
                return try await note(
                    deliveries.map { Keeper.DeliveryEnd(action: $0.0, result: result) })
            }
        }
        var ends: [Keeper.DeliveryEnd] = []
        var began = world.uptime()
        for action in due where !Task.isCancelled {
            let delivery: Delivery?
            do throws(StoreError) {
                delivery = try await keeper.delivery(of: action)
            } catch {
                try await note(ends)
                throw error
            }
            // It was withdrawn, or went to another channel, while others were delivered.
            guard let delivery else { continue }
            let result = await result(of: { () async throws(DeliveryError) in
                try await channel.deliver(delivery)
            })
            // The shutdown of the manager is not a failure of the receiver: the forward stays as it
            // is and is tried at the next start under the same id.
            if Task.isCancelled, case .failure = result { break }
            ends.append(Keeper.DeliveryEnd(action: action, result: result))
            if world.uptime() - began > Self.patience {
                try await note(ends)
                ends = []
                began = world.uptime()
            }
        }
        try await note(ends)
    }

    private func result(
        of deliver: () async throws(DeliveryError) -> DeliveryReceipt
    ) async -> Result<DeliveryReceipt, DeliveryError> {
        do throws(DeliveryError) {
            return .success(try await deliver())
        } catch {
            return .failure(error)
        }
    }

    /// Records the results, however long the disk takes. If the delivery were tried again instead,
    /// the receiver would get the same forward every few seconds.
    private func note(_ ends: [Keeper.DeliveryEnd]) async throws(StoreError) {
        while true {
            do throws(StoreError) {
                return try await keeper.delivered(ends)
            } catch {
                guard error.isTrouble, !Task.isCancelled else { throw error }
            }
            try? await world.sleep(.seconds(1))
        }
    }
}
