import Crypto
import Foundation

/// The sensor that Home Assistant makes of a channel: its state is the latest code, or the beginning
/// of the text, and its attributes are the document (Home Assistant's manual, "MQTT discovery").
struct HomeAssistantSensor {
    let message: MQTTMessage

    /// - Parameter prefix: the first level of the discovery topics.
    init(_ settings: MQTTSettings, channel: String, in prefix: String) {
        // The same after a restart, or there would be a second sensor.
        let digest = SHA256.hash(data: Data("\(channel)\u{0}\(settings.topic)".utf8))
        let id =
            "linekeeper_"
            + digest.prefix(6).map { String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
        let document = Document(
            name: "Linekeeper \(channel)".plainLine(limit: 100), id: id, topic: settings.topic,
            attributes: settings.topic, quality: settings.quality)
        message = MQTTMessage(
            topic: "\(prefix)/sensor/\(id)/config", payload: JSONText.encode(document),
            quality: settings.quality, isRetained: true)
    }

    private struct Document: Encodable {
        let name: String
        let id: String
        let topic: String
        let attributes: String
        let quality: Int
        let icon = "mdi:message-text"
        /// The same code twice is two events.
        let isUpdatedAlways = true
        /// A state has at most 255 characters.
        let state =
            "{{ ((value_json.message | default({})).code | default(value_json.content.text))[:255] }}"

        enum CodingKeys: String, CodingKey {
            case name, icon
            case id = "unique_id"
            case topic = "state_topic"
            case attributes = "json_attributes_topic"
            case quality = "qos"
            case isUpdatedAlways = "force_update"
            case state = "value_template"
        }
    }
}
