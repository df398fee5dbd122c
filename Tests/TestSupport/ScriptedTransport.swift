import Synchronization
package import Transport

/// A network that answers what it was told to, in that order, and keeps what it was asked.
package final class ScriptedTransport: Transport {
    package struct Sent: Sendable {
        package var call: HTTPCall
        package var deadline: Duration
        package var limit: Int
    }

    private struct Script {
        var answers: [Result<HTTPReply, TransportError>]
        var sent: [Sent] = []
    }

    private let script: Mutex<Script>
    /// What is answered when nothing else is left.
    private let last: Result<HTTPReply, TransportError>

    package init(
        _ answers: [Result<HTTPReply, TransportError>],
        last: Result<HTTPReply, TransportError> = .failure(
            .unreachable(host: "nowhere", reason: "no answer left"))
    ) {
        script = Mutex(Script(answers: answers))
        self.last = last
    }

    /// Answers the same to everything.
    package convenience init(always answer: Result<HTTPReply, TransportError>) {
        self.init([], last: answer)
    }

    /// Answers the same to everything.
    package convenience init(
        status: Int, headers: [(name: String, value: String)] = [], body: String = ""
    ) {
        self.init(
            always: .success(
                HTTPReply(status: status, headers: headers, body: Array(body.utf8))))
    }

    package var sent: [Sent] { script.withLock { $0.sent } }

    package var calls: [HTTPCall] { sent.map(\.call) }

    package func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        let answer = script.withLock { script in
            script.sent.append(Sent(call: call, deadline: deadline, limit: limit))
            return script.answers.isEmpty ? last : script.answers.removeFirst()
        }
        return try answer.get()
    }
}
