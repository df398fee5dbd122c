import Crypto
import Foundation
import Lines
import Transport

/// Telnyx's `message.received`: `telnyx-signature-ed25519` signs `telnyx-timestamp`, a `|` and the
/// body with the private key that belongs to the account's public one.
enum TelnyxPost {
    static func read(
        _ request: PushRequest, key: Secret
    ) throws(PushRefusal) -> PostedMessage? {
        guard let timestamp = request.value(of: "telnyx-timestamp"),
            let signature = request.value(of: "telnyx-signature-ed25519")
                .flatMap({ Data(base64Encoded: $0) }),
            publicKey(key)?.isValidSignature(
                signature, for: Array("\(timestamp)|".utf8) + request.body) == true
        else { throw .forged }
        guard let data = try request.json()["data"], let event = data.text("event_type"),
            let payload = data["payload"]
        else { throw .unreadable("it has no fields data.event_type and data.payload") }
        guard event == "message.received" else { return nil }
        let media = (payload.entries("media") ?? []).compactMap { $0.value.text("url") }
        let text = [payload["text"]?.visibleText ?? ""] + media.map { "MMS: \($0)" }
        let message = ReceivedMessage(
            text: text.filter { !$0.isEmpty }.joined(separator: "\n"),
            sender: payload["from"]?.text("phone_number"),
            receivedAt: payload.instant("received_at", zone: .utc)
                ?? data.instant("occurred_at", zone: .utc))
        let id = PostedMessage.id(
            "telnyx", payload.text("id") ?? data.text("id"), message.sender)
        return PostedMessage(
            id: id, message: message,
            number: payload.entries("to")?.first?.value.text("phone_number"))
    }

    /// 32 bytes in base64, as the portal shows them.
    static func publicKey(_ key: Secret) -> Curve25519.Signing.PublicKey? {
        Data(base64Encoded: key.reveal()).flatMap {
            try? Curve25519.Signing.PublicKey(rawRepresentation: $0)
        }
    }
}
