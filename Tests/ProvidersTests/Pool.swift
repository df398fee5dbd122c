import Lines
import Providers
import TestSupport
import Transport

/// What the tests' server answers with by default: a date, as every real one has.
let serverDate = "Fri, 26 Jul 2024 12:00:00 GMT"
let answeredAt = Instant(unixSeconds: 1_721_995_200)
let key = "0123456789abcdef0123456789abcdef"

extension HTTPReply {
    init(_ status: Int = 200, _ body: String, headers: [(name: String, value: String)] = []) {
        self.init(
            status: status, headers: [("Date", serverDate)] + headers, body: Array(body.utf8))
    }
}

extension ScriptedTransport.Sent {
    /// The fields of the form, `+` and the few escapes of the tests decoded.
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

/// An account whose next answers are given.
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
        baseURL: String = "http://127.0.0.1:8089/smspool", zone: LocalZone = .utc
    ) {
        network = ScriptedTransport(results)
        account = SMSPool(
            transport: network, baseURL: baseURL, key: Secret(key), timeZone: zone)
    }
}

func dollars(_ decimal: String) -> Money? { Money(decimal: decimal) }
