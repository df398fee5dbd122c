import Lines
import Providers
import TestSupport
import Transport

/// An account with 1001SMS and prepared answers.
struct ScriptedSMS1001 {
    static let url = "http://127.0.0.1:8089/1001sms"

    let network: ScriptedTransport
    let account: SMS1001

    init(_ replies: HTTPReply..., baseURL: String = ScriptedSMS1001.url) {
        self.init(results: replies.map { .success($0) }, baseURL: baseURL)
    }

    /// Answers with these bodies under status 200.
    init(_ bodies: String...) {
        self.init(results: bodies.map { .success(HTTPReply(200, $0)) })
    }

    init(
        results: [Result<HTTPReply, TransportError>], baseURL: String = ScriptedSMS1001.url,
        zone: LocalZone = .utc
    ) {
        network = ScriptedTransport(results)
        account = SMS1001(transport: network, baseURL: baseURL, key: Secret(key), timeZone: zone)
    }

    /// The requests, as method and path after the root.
    var asked: [String] {
        network.sent.map { sent in
            let url = sent.call.url.split(separator: "?")[0]
            return "\(sent.call.method.rawValue) \(url.dropFirst(Self.url.count + 8))"
        }
    }
}

extension ScriptedTransport.Sent {
    /// The members of the JSON object that was posted.
    var members: [String: String] {
        guard case .object(let members)? = try? JSONValue(parsing: call.body ?? []) else {
            return [:]
        }
        return Dictionary(members.map { ($0.key, $0.value.text ?? "") }, uniquingKeysWith: { $1 })
    }
}

/// An order contained in both sample price lists.
let sampleOrder = ActivationOrder(service: "google", country: "US")
