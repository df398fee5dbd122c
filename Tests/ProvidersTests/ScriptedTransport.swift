import Lines
import Providers
import Synchronization
import Transport

/// A network with prepared answers, in order, that records its requests.
final class ScriptedTransport: Transport {
    struct Sent: Sendable {
        var call: HTTPCall
        var deadline: Duration
        var limit: Int

        /// The fields of the form, with `+` and the few escapes of the tests decoded.
        var form: [String: String] { fields(String(decoding: call.body ?? [], as: UTF8.self)) }

        var query: [String: String] {
            fields(call.url.split(separator: "?").dropFirst().first.map(String.init) ?? "")
        }

        private func fields(_ text: String) -> [String: String] {
            var fields: [String: String] = [:]
            for pair in text.split(separator: "&") {
                let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
                let value = parts.dropFirst().joined().map { $0 == "+" ? " " : $0 }
                fields[String(parts[0])] = PercentEncoding.decode(String(value))
            }
            return fields
        }
    }

    private struct Script {
        var answers: [Result<HTTPReply, TransportError>]
        var sent: [Sent] = []
    }

    private let script: Mutex<Script>

    init(_ answers: [Result<HTTPReply, TransportError>]) {
        script = Mutex(Script(answers: answers))
    }

    var sent: [Sent] { script.withLock { $0.sent } }

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        let answer = script.withLock { script in
            script.sent.append(Sent(call: call, deadline: deadline, limit: limit))
            return script.answers.isEmpty ? nil : script.answers.removeFirst()
        }
        guard let answer else { throw .unreachable(host: "nowhere", reason: "no answer left") }
        return try answer.get()
    }
}

/// The default answer's date header: every real server sends one.
let serverDate = "Fri, 26 Jul 2024 12:00:00 GMT"
let answeredAt = Instant(unixSeconds: 1_721_995_200)
let key = "0123456789abcdef0123456789abcdef"

extension HTTPReply {
    init(_ status: Int = 200, _ body: String, headers: [(name: String, value: String)] = []) {
        self.init(
            status: status, headers: [("Date", serverDate)] + headers, body: Array(body.utf8))
    }
}

/// An account with prepared answers.
struct Pool {
    let network: ScriptedTransport
    let account: SMSPool

    init(_ replies: HTTPReply..., baseURL: String = "http://127.0.0.1:8089/smspool") {
        self.init(results: replies.map { .success($0) }, baseURL: baseURL)
    }

    /// Answers with these bodies under status 200.
    init(_ bodies: String...) {
        self.init(results: bodies.map { .success(HTTPReply(200, $0)) })
    }

    init(
        results: [Result<HTTPReply, TransportError>],
        baseURL: String = "http://127.0.0.1:8089/smspool", zone: AccountZone = .utc
    ) {
        network = ScriptedTransport(results)
        account = SMSPool(
            transport: network, baseURL: baseURL, key: Secret(key), timeZone: zone)
    }
}

func dollars(_ decimal: String) -> Money? { Money(decimal: decimal) }
