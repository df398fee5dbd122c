import Lines
import Transport

/// A channel whose delivery is one HTTP call.
///
/// A channel of this kind only says what the call is and how its answer is worded; sending,
/// judging, hiding of secrets and the second try with less text are the same for all.
protocol HTTPChannel: Channel {
    associatedtype Settings: HTTPChannelSettings

    var settings: Settings { get }
    var transport: any Transport { get }

    /// Whether an error quotes the receiver's reason instead of its whole answer.
    var quotesReasons: Bool { get }

    func call(_ delivery: Delivery, to receiver: Receiver) -> HTTPCall

    /// What this receiver means by a status that others use in another way; nil if nothing.
    func objection(_ status: Int, _ words: ReceiverWords) -> DeliveryError?

    func receipt(_ answer: ReceiverAnswer, _ words: ReceiverWords) -> DeliveryReceipt
}

extension HTTPChannel {
    var quotesReasons: Bool { true }

    func objection(_ status: Int, _ words: ReceiverWords) -> DeliveryError? { nil }

    func receipt(_ answer: ReceiverAnswer, _ words: ReceiverWords) -> DeliveryReceipt {
        DeliveryReceipt(words.id.map { "sent as message \($0)" } ?? "sent", answer: answer)
    }

    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
        if let fault = settings.fault { throw .misconfigured(channel: name, reason: fault) }
        do throws(DeliveryError) {
            return try await post(delivery)
        } catch {
            // Too large for this receiver, whatever its documentation says.
            guard case .refused(_, 413, _) = error, let shorter = delivery.shortened else {
                throw error
            }
            return try await post(shorter)
        }
    }

    private func post(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
        let receiver = try Receiver(channel: name, address: settings.address)
        let result = HTTPDeliveryResult(
            channel: name, secrets: receiver.secrets + settings.secrets,
            quotesReasons: quotesReasons, objection: objection)
        let (answer, words) = try await result.send(
            call(delivery, to: receiver), over: transport, timeout: settings.timeout,
            now: delivery.now)
        return receipt(answer, words)
    }
}

extension HTTPCall {
    /// A call with a JSON document.
    static func json(
        _ url: String, by method: Method = .post, to receiver: Receiver,
        headers: [(name: String, value: String)] = [], _ body: JSONValue
    ) -> HTTPCall {
        HTTPCall(
            method, url,
            headers: [
                (name: "Content-Type", value: "application/json"),
                (name: "User-Agent", value: "linekeeper"),
            ] + headers + receiver.authorization,
            body: JSONText.encode(body))
    }
}

extension Delivery {
    /// The longest text that is sent to a receiver which finds another one too large, in bytes.
    private static var shortest: Int { 1000 }

    /// The same with less text and a remark about it; nil if it is short already.
    var shortened: Delivery? {
        let texts = [content.text, message?.text ?? ""]
        guard texts.contains(where: { $0.utf8.count > Self.shortest }) else { return nil }
        var shorter = self
        shorter.content.text = content.text.fitted(Self.shortest, .bytes)
        shorter.content.title = content.title.map { $0.plainLine(limit: 100) }
        shorter.message?.text = (message?.text ?? "").fitted(Self.shortest, .bytes)
        return shorter
    }
}
