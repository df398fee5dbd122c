import Foundation

/// What one hosted service takes, and how it refuses the rest: the limits and error bodies of its
/// documentation.
enum HostedService: String, CaseIterable {
    case telegram = "/bot"
    case discord = "/api/webhooks/"
    case slack = "/services/"
    case mattermost = "/hooks/"
    case gotify = "/message"
    case pushover = "/1/messages.json"
    case bark = "/push"
    case matrix = "/_matrix/client/v3/rooms/"
    case apprise = "/notify"
    /// A receiver that takes anything.
    case plain = "/plain"

    init?(of path: String) {
        guard let service = Self.allCases.first(where: { path.hasPrefix($0.rawValue) }) else {
            return nil
        }
        self = service
    }

    /// The answer to a caller who asks too often.
    var busy: HostedServices.Answer {
        switch self {
        case .telegram:
            .init(
                status: 429,
                body:
                    #"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after "#
                    + #"7","parameters":{"retry_after":7}}"#)
        case .discord:
            .init(
                status: 429,
                body: #"{"message":"You are being rate limited.","retry_after":1.5,"global":false}"#
            )
        case .matrix:
            .init(
                status: 429,
                body: #"{"errcode":"M_LIMIT_EXCEEDED","error":"Too Many Requests","#
                    + #""retry_after_ms":2500}"#)
        case .slack, .mattermost:
            .init(status: 429, body: "rate_limited", retryAfter: "3")
        case .pushover:
            .init(
                status: 429,
                body: #"{"status":0,"errors":["application message limit reached"],"request":"r"}"#)
        case .apprise: .init(status: 424, body: #"{"error":"One or more notification failed"}"#)
        case .gotify, .bark, .plain: .init(status: 503, body: "")
        }
    }

    func answer(to call: HostedServices.Call) -> HostedServices.Answer {
        switch self {
        case .telegram: telegram(call)
        case .discord: discord(call)
        case .slack:
            if call.path != "/services/T0/B0/secret-part" {
                .init(status: 404, body: "no_service")
            } else if call.text("text").isEmpty {
                .init(status: 400, body: "no_text")
            } else {
                .init(status: 200, body: "ok")
            }
        case .mattermost: mattermost(call)
        case .gotify:
            call.headers["x-gotify-key"] == "A-secret-token"
                ? .init(status: 200, body: #"{"id":25,"appid":5,"message":"…"}"#)
                : .init(
                    status: 401,
                    body: #"{"error":"Unauthorized","errorCode":401,"errorDescription":"you need "#
                        + #"to provide a valid access token"}"#)
        case .pushover: pushover(call)
        case .bark: bark(call)
        case .matrix: matrix(call)
        case .apprise: apprise(call)
        case .plain: .init(status: 200, body: "")
        }
    }

    private func telegram(_ call: HostedServices.Call) -> HostedServices.Answer {
        func refused(_ status: Int, _ why: String) -> HostedServices.Answer {
            .init(
                status: status,
                body: #"{"ok":false,"error_code":\#(status),"description":"\#(why)"}"#)
        }
        guard call.path == "/bot123456:secret-token/sendMessage" else {
            return refused(404, "Not Found")
        }
        let text = call.text("text")
        guard call.text("chat_id") == "42" else {
            return refused(400, "Bad Request: chat not found")
        }
        guard !text.isEmpty else { return refused(400, "Bad Request: message text is empty") }
        guard text.utf16.count <= 4096 else {
            return refused(400, "Bad Request: message is too long")
        }
        for entity in call.json["entities"] as? [[String: Any]] ?? [] {
            let end = (entity["offset"] as? Int ?? 0) + (entity["length"] as? Int ?? 0)
            guard end <= text.utf16.count else { return refused(400, "Bad Request: ENTITY_BOUNDS") }
        }
        return .init(status: 200, body: #"{"ok":true,"result":{"message_id":77}}"#)
    }

    private func discord(_ call: HostedServices.Call) -> HostedServices.Answer {
        guard call.path == "/api/webhooks/1/secret-token" else {
            return .init(status: 404, body: #"{"message":"Unknown Webhook","code":10015}"#)
        }
        let length = call.text("content").utf16.count
        guard (1...2000).contains(length) else {
            return .init(status: 400, body: #"{"message":"Invalid Form Body","code":50035}"#)
        }
        return call.query.contains("wait=true")
            ? .init(status: 200, body: #"{"id":"99","content":"…"}"#) : .init(status: 204, body: "")
    }

    private func mattermost(_ call: HostedServices.Call) -> HostedServices.Answer {
        func refused(_ why: String) -> HostedServices.Answer {
            .init(status: 400, body: #"{"id":"web.x","message":"\#(why)","status_code":400}"#)
        }
        guard call.path == "/hooks/secret-hook" else { return refused("Invalid webhook") }
        let attachments = call.json["attachments"] as? [[String: Any]] ?? []
        let texts = attachments.compactMap { $0["text"] as? String } + [call.text("text")]
        guard texts.allSatisfy({ $0.unicodeScalars.count <= 4000 }) else {
            return refused("Text exceeds the maximum length")
        }
        return .init(status: 200, body: "ok")
    }

    private func pushover(_ call: HostedServices.Call) -> HostedServices.Answer {
        func refused(_ why: String) -> HostedServices.Answer {
            .init(status: 400, body: #"{"errors":["\#(why)"],"status":0,"request":"r-1"}"#)
        }
        let form = call.form
        guard form["token"] == "app-secret-token" else {
            return refused("application token is invalid")
        }
        guard form["user"] == "user-secret-key" else {
            return refused("user identifier is invalid")
        }
        guard (1...1024).contains(form["message"]?.unicodeScalars.count ?? 0) else {
            return refused("message cannot be blank or longer than 1024 characters")
        }
        guard (form["title"] ?? "").unicodeScalars.count <= 250 else {
            return refused("title is too long")
        }
        if form["priority"] == "2", form["retry"] == nil || form["expire"] == nil {
            return refused("expire must be supplied with priority=2")
        }
        return .init(status: 200, body: #"{"status":1,"request":"647d2300"}"#)
    }

    private func bark(_ call: HostedServices.Call) -> HostedServices.Answer {
        guard call.text("device_key") == "device-secret-key" else {
            return .init(
                status: 400, body: #"{"code":400,"message":"failed to get device token"}"#)
        }
        // What the server passes on to Apple, as Go writes it.
        var sent = call.json
        sent["device_key"] = nil
        let size =
            (try? JSONSerialization.data(withJSONObject: sent, options: .withoutEscapingSlashes))?
            .reduce(200) { size, byte in
                size + ("<>&".utf8.contains(byte) ? 6 : 1)
            } ?? 0
        return size <= 4096
            ? .init(status: 200, body: #"{"code":200,"message":"success","timestamp":1}"#)
            : .init(status: 500, body: #"{"code":500,"message":"push failed: PayloadTooLarge"}"#)
    }

    private func matrix(_ call: HostedServices.Call) -> HostedServices.Answer {
        guard call.headers["authorization"] == "Bearer secret-access-token" else {
            return .init(
                status: 401,
                body: #"{"errcode":"M_UNKNOWN_TOKEN","error":"Invalid access token passed."}"#)
        }
        guard call.body.count <= 60_000 else {
            return .init(status: 413, body: #"{"errcode":"M_TOO_LARGE","error":"event too large"}"#)
        }
        return .init(
            status: 200,
            body: #"{"event_id":"$event-of-\#(call.path.split(separator: "/").last ?? "")"}"#)
    }

    private func apprise(_ call: HostedServices.Call) -> HostedServices.Answer {
        switch call.path {
        case "/notify/secret-config", "/notify":
            call.text("title").count <= 250 && (1...32_768).contains(call.text("body").count)
                ? .init(status: 200, body: #"{"error":""}"#)
                : .init(status: 400, body: #"{"error":"Payload lacks minimum requirements"}"#)
        default: .init(status: 204, body: "")
        }
    }
}
