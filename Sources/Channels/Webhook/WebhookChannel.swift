import Crypto
import Lines
import Transport

/// Posts the message as JSON to a URL, or as a body of the person's own, signed so that the receiver can verify the sender.
///
/// Headers: `X-Linekeeper-Id`, the same on every try; `X-Linekeeper-Timestamp`, Unix seconds of
/// this try; and with a secret `X-Linekeeper-Signature: sha256=HEX`, where HEX is the HMAC-SHA256,
/// keyed with the secret's UTF-8, of the timestamp's digits, a full stop and the exact bytes of the
/// body. Signing the timestamp too lets a receiver refuse old requests. Nothing from a message is
/// ever in a header. Any 2xx is success.
struct WebhookChannel: HTTPChannel {
    let name: String
    let settings: WebhookSettings
    let transport: any Transport

    /// Whoever wrote the receiver knows its answers.
    var quotesReasons: Bool { false }

    func receipt(_ answer: ReceiverAnswer, _ words: ReceiverWords) -> DeliveryReceipt {
        answer.receipt(otherwise: "accepted")
    }

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall {
        let envelope = Envelope(delivery)
        let content = settings.request.content(envelope)
        let body = content?.bytes ?? []
        let timestamp = String(delivery.now.milliseconds / 1000)
        var headers = [
            (name: "User-Agent", value: "linekeeper"),
            (name: "X-Linekeeper-Id", value: PercentEncoding.encode(delivery.id)),
            (name: "X-Linekeeper-Timestamp", value: timestamp),
        ]
        if let type = content?.type {
            headers.insert((name: "Content-Type", value: type), at: 0)
        }
        if let secret = settings.secret {
            let signature = WebhookSignature.sign(body, timestamp: timestamp, secret: secret)
            headers.append((name: "X-Linekeeper-Signature", value: signature))
        }
        for (name, value) in settings.headers.sorted(by: { $0.key < $1.key }) {
            headers.append((name: name, value: value.reveal()))
        }
        headers += receiver.authorization
        return HTTPCall(
            settings.request.method.ofCall, settings.request.url(receiver.url, envelope),
            headers: headers, body: content?.bytes)
    }
}

/// The signature of a webhook's body, separate so that authors of receivers can follow it.
enum WebhookSignature {
    static func sign(_ body: [UInt8], timestamp: String, secret: Secret) -> String {
        var signed = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.reveal().utf8)))
        signed.update(data: Array("\(timestamp).".utf8))
        signed.update(data: body)
        let digits = signed.finalize().map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return "sha256=" + digits.joined()
    }
}
