import Lines
import Transport

/// How a conversation with a mail server ended, apart from what was said in it.
enum SMTPEnding: Sendable, Equatable {
    case regular
    case unreachable(reason: String)
    case lost(reason: String)
    case tooSlow
    case untrusted(TLSTrouble)
    case noLogin
    case stopped
    case impossible(reason: String)
}

/// The meaning of a conversation with a mail server for a delivery.
///
/// Codes from 400 to 499 are worth another try, those from 500 are a refusal (RFC 5321 section
/// 4.2.1).
struct SMTPVerdict {
    let channel: String
    let server: String
    let timeout: Duration
    /// Texts that must not be kept if the server quotes them.
    let secrets: [Secret]

    /// Returns the receipt if the server has taken the message for all recipients, or for all but
    /// those it will never take.
    func judge(
        _ dialogue: SMTPDialogue, _ ending: SMTPEnding
    ) throws(DeliveryError) -> DeliveryReceipt {
        if let acceptance = dialogue.acceptance { return try taken(dialogue, acceptance) }
        if let refusal = dialogue.refusal, let reply = refusal.reply {
            throw error(for: reply, to: refusal.command, dialogue)
        }
        throw error(for: ending, dialogue)
    }

    private func taken(
        _ dialogue: SMTPDialogue, _ acceptance: SMTPDialogue.Reply
    ) throws(DeliveryError) -> DeliveryReceipt {
        let refused = dialogue.recipients.filter { !$0.reply.isPositive }
        if let later = refused.first(where: { $0.reply.isTemporary })?.reply {
            throw .busy(
                channel: channel, status: later.code,
                answer: words(refused.filter { $0.reply.isTemporary }), after: nil)
        }
        let answer = hidden(acceptance.text)
        let receipt =
            refused.isEmpty
            ? (answer.isEmpty ? "accepted by \(server)" : answer)
            : "accepted for \(dialogue.acceptedRecipients.joined(separator: ", ")); refused for "
                + words(refused)
        return DeliveryReceipt(
            receipt, answer: ReceiverAnswer(status: acceptance.code, answer: answer))
    }

    private func error(
        for reply: SMTPDialogue.Reply, to command: SMTPDialogue.Command, _ dialogue: SMTPDialogue
    ) -> DeliveryError {
        var answer = hidden(reply.text)
        if case .recipient = command {
            answer = words(dialogue.recipients.filter { !$0.reply.isPositive })
        }
        if reply.isTemporary {
            return .busy(channel: channel, status: reply.code, answer: answer, after: nil)
        }
        if command == .login || reply.code == 530 || reply.code == 535 {
            return .loginRefused(
                channel: channel, server: server, status: reply.code, answer: answer)
        }
        return .refused(channel: channel, status: reply.code, answer: answer)
    }

    private func error(for ending: SMTPEnding, _ dialogue: SMTPDialogue) -> DeliveryError {
        switch ending {
        case .unreachable(let reason):
            return .noAnswer(channel: channel, cause: .unreachable(host: server, reason: reason))
        case .lost(let reason):
            return lost(hidden(reason), dialogue)
        case .tooSlow:
            return lost("nothing within \(timeout)", dialogue)
        case .regular:
            return lost("it ended the conversation early", dialogue)
        case .untrusted(let trouble):
            return .noAnswer(channel: channel, cause: .untrusted(host: server, trouble))
        case .noLogin:
            return .loginRefused(
                channel: channel, server: server, status: nil,
                answer: "it knows no kind of login that can be used here")
        case .stopped:
            return .interrupted(channel: channel)
        case .impossible(let reason):
            return .misconfigured(channel: channel, reason: hidden(reason))
        }
    }

    private func lost(_ reason: String, _ dialogue: SMTPDialogue) -> DeliveryError {
        let cause: TransportError =
            dialogue.hasSentMessage
            ? .answerLost(host: server, reason: reason)
            : .unreachable(host: server, reason: reason)
        return .noAnswer(channel: channel, cause: cause)
    }

    private func words(_ refused: [(address: String, reply: SMTPDialogue.Reply)]) -> String {
        refused.map { "\($0.address) (\($0.reply.code) \(hidden($0.reply.text)))" }
            .joined(separator: ", ")
    }

    private func hidden(_ text: String) -> String {
        secrets.reduce(text) { $1.hidden(in: $0) }
    }
}

extension SMTPDialogue {
    /// Those for whom the server took the message; nobody if it did not.
    var acceptedRecipients: [String] {
        acceptance == nil ? [] : recipients.filter { $0.reply.isPositive }.map(\.address)
    }
}
