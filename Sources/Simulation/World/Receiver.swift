import Channels
import Lines
import Transport
import VirtualTime

/// All receivers of forwards: accept most of them, and remember them.
final class Receiver: @unchecked Sendable {
    struct Received: Sendable {
        var channel: String
        var text: String
        var message: Int64?
        var times: Int
    }

    private let chance: Chance
    private let failure: Double
    /// The forwards received, by id.
    private(set) var received: [String: Received] = [:]
    /// Ids received with different contents.
    private(set) var contradictions: [String] = []
    /// Whether it accepts everything.
    var isCalm = false

    init(chance: Chance, failure: Double) {
        self.chance = chance
        self.failure = failure
    }

    fileprivate func take(_ delivery: Delivery, on channel: String) -> DeliveryError? {
        let fails = !isCalm && chance.happens(failure)
        if fails, chance.happens(0.7) {
            return .busy(channel: channel, status: 503, answer: "", after: nil)
        }
        let text = delivery.content.text
        if let known = received[delivery.id], known.text != text || known.channel != channel {
            contradictions.append(delivery.id)
        }
        let times = (received[delivery.id]?.times ?? 0) + 1
        received[delivery.id] = Received(
            channel: channel, text: text, message: delivery.message?.id, times: times)
        // It has received the forward, but its answer is lost.
        return fails
            ? .noAnswer(
                channel: channel, cause: .answerLost(host: "receiver.test", reason: "reset"))
            : nil
    }
}

/// A channel of one run of the manager.
struct SimulatedChannel: Channel {
    let name: String
    let receiver: Receiver
    let crashSwitch: CrashSwitch

    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
        do {
            try await crashSwitch.sleep(.milliseconds(40))
        } catch {
            throw .interrupted(channel: name)
        }
        if let error = receiver.take(delivery, on: name) { throw error }
        return DeliveryReceipt("taken")
    }
}
