import Lines
import Transport

/// What happened on a connection to a broker.
struct MQTTOutcome: Sendable, Equatable {
    enum Ending: Sendable, Equatable {
        /// All messages were confirmed, or sent where nothing confirms them.
        case finished
        case unreachable(reason: String)
        case lost(reason: String)
        case tooSlow
        case untrusted(TLSTrouble)
        case stopped
        case tooLarge
        case impossible(reason: String)
    }

    var ending = Ending.tooSlow
    /// The broker's answer to the connection; nil if there was none.
    var connection: Int?
    /// Its answers to the messages, in their order; nil for those not confirmed.
    var confirmations: [Int?]
    /// Why it ended the connection, if it said so.
    var goodbye: Int?
    /// The broker's own words for a refusal, if it had any.
    var words: String?
}

/// The meaning of what happened on a connection to a broker for a delivery.
struct MQTTVerdict {
    let channel: String
    let server: String
    let topic: String
    let timeout: Duration
    let quality: Int
    /// Texts that must not be kept if the broker quotes them.
    let secrets: [Secret]

    /// Only the first message counts; Home Assistant's sensor may be refused.
    func judge(_ outcome: MQTTOutcome) throws(DeliveryError) -> DeliveryReceipt {
        if let code = outcome.connection, !MQTTReason.isSuccess(code) {
            throw refusal(code, outcome, isConnection: true)
        }
        if let code = outcome.confirmations.first ?? nil {
            guard MQTTReason.isSuccess(code) else {
                throw refusal(code, outcome, isConnection: false)
            }
            return receipt(code, outcome)
        }
        if let code = outcome.goodbye, !MQTTReason.isSuccess(code) {
            throw refusal(code, outcome, isConnection: true)
        }
        throw error(outcome)
    }

    private func receipt(_ code: Int, _ outcome: MQTTOutcome) -> DeliveryReceipt {
        let place = "to \(topic.plainLine(limit: 100))"
        var words = quality == 0 ? "sent \(place), unconfirmed" : "published \(place)"
        if code == MQTTReason.noSubscribers { words += ", where nobody listens" }
        if outcome.confirmations.count > 1, let sensor = outcome.confirmations[1],
            !MQTTReason.isSuccess(sensor)
        {
            words += "; discovery refused: \(MQTTReason.words(sensor))"
        }
        return DeliveryReceipt(words, answer: ReceiverAnswer(status: code, answer: words))
    }

    private func refusal(
        _ code: Int, _ outcome: MQTTOutcome, isConnection: Bool
    ) -> DeliveryError {
        let own = outcome.words.map { words in secrets.reduce(words) { $1.hidden(in: $0) } }
        let words = own.map { "\(MQTTReason.words(code)), \($0)" } ?? MQTTReason.words(code)
        switch MQTTReason.kind(code) {
        case .login where isConnection:
            return .loginRefused(channel: channel, server: server, status: code, answer: words)
        case .later:
            return .busy(channel: channel, status: code, answer: words, after: nil)
        case .configuration:
            return .misconfigured(channel: channel, reason: "\(server) refuses it: \(words)")
        case .login, .never:
            let place = isConnection ? "" : " to publish to \(topic.plainLine(limit: 100))"
            return .refused(channel: channel, status: code, answer: words + place)
        }
    }

    private func error(_ outcome: MQTTOutcome) -> DeliveryError {
        switch outcome.ending {
        case .finished: lost("it confirmed nothing", outcome)
        case .unreachable(let reason):
            .noAnswer(channel: channel, cause: .unreachable(host: server, reason: reason))
        case .lost(let reason): lost(reason, outcome)
        case .tooSlow: lost("nothing within \(timeout)", outcome)
        case .untrusted(let trouble):
            .noAnswer(channel: channel, cause: .untrusted(host: server, trouble))
        case .stopped: .interrupted(channel: channel)
        case .tooLarge:
            .refused(channel: channel, status: 149, answer: MQTTReason.words(149))
        case .impossible(let reason): .misconfigured(channel: channel, reason: reason)
        }
    }

    /// Once the connection was accepted, the message has been on its way.
    private func lost(_ reason: String, _ outcome: MQTTOutcome) -> DeliveryError {
        let cause: TransportError =
            outcome.connection == nil
            ? .unreachable(host: server, reason: reason)
            : .answerLost(host: server, reason: reason)
        return .noAnswer(channel: channel, cause: cause)
    }
}
