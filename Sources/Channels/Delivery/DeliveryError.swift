package import Lines
package import Transport

/// Why a channel did not deliver, and what would help.
package enum DeliveryError: Error, Equatable, Sendable {
    /// The channel cannot work as it is configured, now or later.
    case misconfigured(channel: String, reason: String)
    /// Nobody receives at its address.
    case noReceiver(channel: String, status: Int, answer: String)
    /// The receiver understood and refused.
    case refused(channel: String, status: Int, answer: String)
    /// The server does not accept the user or the password; nil without a status of its own.
    case loginRefused(channel: String, server: String, status: Int?, answer: String)
    /// The receiver cannot accept it at the moment.
    case busy(channel: String, status: Int, answer: String, after: Duration?)
    /// No answer came; the receiver may have it nevertheless.
    case noAnswer(channel: String, cause: TransportError)
    /// The program ended without success.
    case programFailed(channel: String, ending: String, code: Int?, output: String)
    /// The program did not end in time and was stopped.
    case programTooSlow(channel: String, limit: Duration, output: String)
    /// The file could not be written to.
    case notWritten(channel: String, path: String, reason: String)
    /// The manager is stopping.
    case interrupted(channel: String)

    /// What to do about it.
    package var remedy: DeliveryRemedy {
        switch self {
        case .misconfigured, .noReceiver, .refused, .loginRefused: .giveUp
        case .busy(_, _, _, let after): .retry(after: after)
        case .noAnswer, .programFailed, .programTooSlow, .notWritten, .interrupted:
            .retry(after: nil)
        }
    }

    /// What the receiver answered; nil if there was no answer.
    package var answer: ReceiverAnswer? {
        switch self {
        case .noReceiver(_, let status, let answer), .refused(_, let status, let answer),
            .busy(_, let status, let answer, _):
            ReceiverAnswer(status: status, answer: answer)
        case .loginRefused(_, _, let status?, let answer):
            ReceiverAnswer(status: status, answer: answer)
        case .programFailed(_, _, let code?, let output):
            ReceiverAnswer(status: code, answer: output)
        case .misconfigured, .loginRefused, .noAnswer, .programFailed, .programTooSlow, .notWritten,
            .interrupted:
            nil
        }
    }
}

/// The remedy for a failed delivery.
package enum DeliveryRemedy: Equatable, Sendable {
    /// Try again, but not before the time the receiver asked for.
    case retry(after: Duration?)
    /// Nothing automatic: a person has to act.
    case giveUp
}

extension DeliveryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .misconfigured(let channel, let reason):
            "Channel \(channel) cannot deliver: \(reason). Correct config.lua, then send it again."
        case .noReceiver(let channel, let status, let answer):
            "Channel \(channel) cannot deliver: there is no receiver at its address"
                + (status == 410 ? " any more" : "") + " (status \(status))\(quoted(answer)). "
                + "Correct config.lua, then send it again."
        case .refused(let channel, let status, let answer):
            "Channel \(channel) was refused with status \(status)\(quoted(answer)). "
                + "Correct the channel or the receiver, then send it again."
        case .loginRefused(let channel, let server, let status, let answer):
            "Channel \(channel) cannot deliver: \(server) does not accept its login"
                + (status.map { " (status \($0))" } ?? "") + "\(quoted(answer)). "
                + "Correct user and password in config.lua, then send it again."
        case .busy(let channel, let status, let answer, _):
            "Channel \(channel) was deferred with status \(status)\(quoted(answer)). "
                + "Another try may succeed."
        case .noAnswer(let channel, let cause):
            "Channel \(channel) got no answer. \(cause)"
        case .programFailed(let channel, let ending, _, let output):
            "The program of channel \(channel) \(ending)\(quoted(output)). "
                + "Check its output, or run it by hand."
        case .programTooSlow(let channel, let limit, let output):
            "The program of channel \(channel) did not end within \(limit) and was "
                + "stopped\(quoted(output)). Make it faster, or increase the channel's timeout."
        case .notWritten(let channel, let path, let reason):
            "Channel \(channel) cannot write to \(path): \(reason). "
                + "Check free space and permissions."
        case .interrupted(let channel):
            "Channel \(channel) was interrupted because the manager is stopping. "
                + "It is retried after the next start."
        }
    }

    private func quoted(_ text: String) -> String {
        let line = text.plainLine(limit: 200)
        return line.isEmpty ? "" : ": \(line)"
    }
}
