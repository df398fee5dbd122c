import Synchronization
import Transport

/// Publishes each forward to a topic, over a connection of its own.
///
/// With a quality of service of 1 or 2 a forward is delivered once the broker has confirmed it. The
/// payload is the document that webhooks get.
final class MQTTChannel: Channel {
    let name: String
    private let settings: MQTTSettings
    /// Whether Home Assistant has been told of the sensor since the start.
    private let isAnnounced = Atomic(false)

    init(name: String, settings: MQTTSettings) {
        self.name = name
        self.settings = settings
    }

    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
        guard settings.fault == nil, let server = settings.address else {
            throw .misconfigured(channel: name, reason: settings.fault ?? "its host is invalid")
        }
        let document = MQTTMessage(
            topic: settings.topic, payload: Envelope(delivery).json,
            quality: settings.quality, isRetained: settings.isRetained)
        let sensor =
            isAnnounced.load(ordering: .relaxed)
            ? nil : settings.discovery.map { HomeAssistantSensor(settings, channel: name, in: $0) }
        let outcome = await MQTTPublication(
            settings: settings, server: server,
            messages: [document, sensor?.message].compactMap(\.self)
        ).result()
        let verdict = MQTTVerdict(
            channel: name, server: server.authority, topic: settings.topic,
            timeout: settings.timeout, quality: settings.quality, secrets: settings.secrets)
        let receipt = try verdict.judge(outcome)
        if sensor != nil, outcome.confirmations[1].map(MQTTReason.isSuccess) == true {
            isAnnounced.store(true, ordering: .relaxed)
        }
        return receipt
    }
}

/// One message for a broker.
struct MQTTMessage: Sendable, Equatable {
    let topic: String
    let payload: [UInt8]
    let quality: Int
    let isRetained: Bool
}
