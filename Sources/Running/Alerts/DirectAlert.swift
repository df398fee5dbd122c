import Channels
import Keeping
import Lines
import Logging
import Transport

/// Delivers an alert that the database cannot take from memory, with a few tries.
///
/// There is no outbox to hold it: it is tried through its channels in turn, again after a while as
/// long as one of them may take it, and given up after the last try or at the end of the manager.
struct DirectAlert: Sendable {
    /// How long it waits after each try but the last.
    static let pauses: [Duration] = [
        .seconds(5), .seconds(15), .minutes(1), .minutes(5), .minutes(15),
    ]

    let alert: Alert
    /// The channels it may go through, in order.
    let outlets: [any Channel]
    let world: World
    let logger: Logger

    /// Delivers it.
    ///
    /// - Returns: whether a channel took it.
    @discardableResult
    func deliver() async -> Bool {
        let id = world.identifier(), began = world.now()
        var left = outlets
        for pause in Self.pauses.map(Optional.some) + [nil] {
            for outlet in left where !Task.isCancelled {
                let delivery = Delivery(
                    id: id, attempt: 1, content: alert.content, message: nil, createdAt: began,
                    now: world.now())
                do throws(DeliveryError) {
                    _ = try await outlet.deliver(delivery)
                    return true
                } catch {
                    logger.error(
                        "an alert was not delivered",
                        metadata: ["channel": "\(outlet.name)", "reason": "\(error)"])
                    if error.remedy == .giveUp { left.removeAll { $0.name == outlet.name } }
                }
            }
            guard let pause, !left.isEmpty, !Task.isCancelled else { break }
            try? await world.sleep(pause)
        }
        return false
    }
}
