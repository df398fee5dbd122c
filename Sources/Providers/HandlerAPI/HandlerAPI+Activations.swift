import Lines
import Transport

/// The state of activations and their messages.
extension HandlerAPI {
    /// The status has the state and the last code; the full text needs a second request.
    ///
    /// `STATUS_CANCEL` stands for cancelled and for completed orders, so it says nothing about the
    /// money, and messages received before the end must be looked up among past orders.
    package func check(
        _ providerID: String
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        guard !providerID.isEmpty else { throw .notFound }
        let more = dialect.tellsTextInHeader ? [(name: "text", value: "1")] : []
        let answer = try await ask(.status, [("id", providerID)] + more)
        guard let word = answer.word else { return try unlabelled(providerID, answer) }
        let shown = HandlerAPIMessage.bare(answer.argument)
        switch word {
        case "STATUS_OK":
            let known = try await texts(of: providerID, code: answer)
            return answer.answer(
                reading(providerID, .received, known.messages, known.earlierMessages))
        case "STATUS_WAIT_RETRY":
            return answer.answer(reading(providerID, .waiting, [], shown.map { [$0] } ?? []))
        case "STATUS_WAIT_RESEND":
            return answer.answer(reading(providerID, .waiting, [], []))
        case "STATUS_WAIT_CODE":
            return answer.answer(reading(providerID, .waiting, []))
        case "STATUS_CANCEL":
            return answer.answer(try await ended(providerID))
        default:
            let isStatus = word.hasPrefix("STATUS_")
            return answer.answer(
                reading(providerID, .unclear, isStatus ? shown.map { [$0] } ?? [] : []))
        }
    }

    /// A status in the form of the newer call, which some clones send for the older one.
    private func unlabelled(
        _ providerID: String, _ answer: HandlerAPIAnswer
    ) throws(ProviderError) -> Answer<ActivationReading> {
        guard answer.json.first(of: ["sms", "call", "verificationType"]) != nil else {
            throw answer.unrecognised
        }
        let messages = HandlerAPIMessage.all(in: answer.json, zone: timeZone)
        return answer.answer(
            reading(providerID, messages.isEmpty ? .waiting : .received, messages))
    }

    private func reading(
        _ id: String, _ phase: ActivationStatus.Phase, _ messages: [ReceivedMessage],
        _ earlierMessages: [ReceivedMessage]? = nil
    ) -> ActivationReading {
        var reading = ActivationReading(
            providerID: id, status: ActivationStatus(phase), messages: messages)
        reading.earlierMessages = earlierMessages
        return reading
    }

    /// The messages behind a code.
    ///
    /// If the text could not be requested, the next look requests it again, so that the code is not
    /// stored as a message of its own. If the answer has no text, the code is the message.
    private func texts(
        of providerID: String, code answer: HandlerAPIAnswer
    ) async throws(ProviderError) -> (
        messages: [ReceivedMessage], earlierMessages: [ReceivedMessage]?
    ) {
        let bare = HandlerAPIMessage.bare(answer.argument)
        if dialect.tellsTextInHeader, let text = answer.reply.value(of: "X-Text")?.trimmed,
            !text.isEmpty
        {
            return ([ReceivedMessage(text: text, code: bare?.code)], nil)
        }
        for call in dialect.textCalls {
            do throws(ProviderError) {
                let found = try await ask(call, [("id", providerID)])
                let messages = HandlerAPIMessage.all(in: found, zone: timeZone)
                guard !messages.isEmpty else { continue }
                return Self.sorted(messages, behind: bare)
            } catch {
                switch error {
                case .transport, .rateLimited: throw error
                default: continue
                }
            }
        }
        return (bare.map { [$0] } ?? [], nil)
    }

    /// The message with the status code, and those before it. If none has the code, another one
    /// arrived in between and both are kept.
    private static func sorted(
        _ messages: [ReceivedMessage], behind bare: ReceivedMessage?
    ) -> (messages: [ReceivedMessage], earlierMessages: [ReceivedMessage]?) {
        guard let bare else { return (messages, nil) }
        let place = messages.lastIndex {
            $0.code == bare.text || $0.text == bare.text
                || $0.text.contains(bare.text)
                || $0.text.filter(\.isNumber).contains(bare.text)
        }
        guard let place else { return ([bare] + messages, nil) }
        var current = Array(messages[place...])
        current[0].code = current[0].code ?? bare.code
        return (current, place > 0 ? Array(messages[..<place]) : nil)
    }

    /// An activation that is over. Its messages are in the list of past orders, if there is one;
    /// nothing in that list shows that money came back.
    private func ended(_ providerID: String) async throws(ProviderError) -> ActivationReading {
        let over = reading(providerID, .cancelled, [])
        guard capabilities.offers(.listHistory) else { return over }
        do throws(ProviderError) {
            let past = try await pastActivations().value
            guard var found = past.first(where: { $0.providerID == providerID }) else {
                return over
            }
            found.status.phase = found.messages.isEmpty ? .cancelled : .received
            return found
        } catch {
            switch error {
            case .transport, .rateLimited: throw error
            default: return over
            }
        }
    }
}
