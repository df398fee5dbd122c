import Foundation
import Lines
import Transport

/// Publishes to an ntfy topic, to which telephones and browsers subscribe.
///
/// Published as JSON to the server's root (ntfy's manual, "Publish as JSON"), so that no text from
/// a message is ever a header. The delivery's id is the sequence id: servers from 2.16 on let a
/// repeat replace the notification instead of adding one, older ones ignore it.
struct NtfyChannel: Channel {
    /// The length beyond which ntfy turns a message into an attachment.
    static let longestMessage = 4096

    let name: String
    let settings: NtfySettings
    let transport: any Transport

    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
        if let fault = settings.fault { throw .misconfigured(channel: name, reason: fault) }
        let server = try Receiver(channel: name, address: settings.server)
        var headers = [
            (name: "Content-Type", value: "application/json"),
            (name: "User-Agent", value: "linekeeper"),
        ]
        if let token = settings.token {
            headers.append((name: "Authorization", value: "Bearer \(token.reveal())"))
        }
        headers += server.authorization
        let notice = NtfyNotice(delivery, settings: settings)
        let call = HTTPCall(
            .post, server.url, headers: headers, body: JSONText.encode(notice))
        let result = HTTPDeliveryResult(
            channel: name, secrets: server.secrets + settings.secrets)
        let answer = try await result.send(
            call, over: transport, timeout: settings.timeout, now: delivery.now)
        return DeliveryReceipt("published to \(settings.topic)", answer: answer)
    }
}

/// The document ntfy accepts, with each part cut so that the total stays below its limit of 16 KB.
private struct NtfyNotice: Encodable {
    let topic: String
    let title: String?
    let message: String
    let priority: Int?
    let tags: [String]?
    let click: String?
    let sequenceID: String?

    init(_ delivery: Delivery, settings: NtfySettings) {
        let content = delivery.content
        topic = settings.topic
        title = (content.title ?? delivery.message.map(NtfyNotice.title)).map {
            $0.plainLine(limit: 200).cut(toBytes: 250)
        }
        // An empty message would be shown as "triggered".
        let text = content.text.isEmpty ? "(no text)" : content.text
        let remark = delivery.codeRemark.map { "\n\n\($0)" } ?? ""
        message =
            NtfyNotice.readable(text)
            .cut(toBytes: NtfyChannel.longestMessage - remark.utf8.count) + remark
        priority = (content.priority ?? settings.priority)?.level
        let labels = content.tags.prefix(5).map { $0.plainLine(limit: 30) }.filter { !$0.isEmpty }
        tags = labels.isEmpty ? nil : labels
        click = content.url.flatMap { url in
            url.utf8.count <= 500 && url.plainLine(limit: 500) == url ? url : nil
        }
        let id = delivery.id
        sequenceID = NtfySettings.isName(id) ? id : nil
    }

    private static func title(of message: ForwardedMessage) -> String {
        let line = message.label ?? message.number
        let title = message.sender.map { "\($0) → \(line)" } ?? line
        return message.shownCode.map { "\($0) \(title)" } ?? title
    }

    /// Control characters other than newlines are useless on a telephone and take six bytes each in
    /// JSON.
    private static func readable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let control = scalar.properties.generalCategory == .control && scalar != "\n"
            scalars.append(control ? " " : scalar)
        }
        return String(scalars)
    }

    private enum CodingKeys: String, CodingKey {
        case topic, title, message, priority, tags, click
        case sequenceID = "sequence_id"
    }
}
