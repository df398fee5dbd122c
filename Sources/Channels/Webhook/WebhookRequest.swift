import Lines
import Transport

/// What a webhook sends in place of the usual document: a body or a form of the person's own, and
/// additional parameters of the address.
package struct WebhookRequest: Sendable, Equatable {
    package enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"

        var ofCall: HTTPCall.Method {
            switch self {
            case .get: .get
            case .post: .post
            case .put: .put
            case .patch: .patch
            }
        }
    }

    /// Names with templates, or with secrets, which are sent as they are.
    package struct Fields: Sendable, Equatable {
        var templates: [String: BodyTemplate]
        var secrets: [String: Secret]

        init(texts: [String: String], secrets: [String: Secret]) {
            templates = texts.mapValues { BodyTemplate($0, .form) }
            self.secrets = secrets
        }

        /// `a=1&b=2`, in the order of the names.
        func encoded(_ envelope: Envelope) -> String {
            let values =
                templates.mapValues { $0.filled(envelope) }
                .merging(secrets.mapValues { PercentEncoding.encode($0.reveal()) }) { $1 }
            return values.sorted { $0.key < $1.key }
                .map { "\(PercentEncoding.encode($0.key))=\($0.value)" }.joined(separator: "&")
        }

        var fault: String? {
            templates.sorted { $0.key < $1.key }
                .lazy.compactMap { name, template in template.fault.map { "\(name) \($0)" } }.first
        }
    }

    var method = Method.post
    var contentType = "application/json"
    var body: BodyTemplate?
    var form: Fields?
    var query: Fields?

    init() {}

    init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        method = try keys.choice("method", of: Method.self) ?? method
        contentType = try keys.text("content_type") ?? contentType
        body = try keys.text("body").map { BodyTemplate($0, .init(of: contentType)) }
        form = try keys.variables("form").map { Fields(texts: $0.texts, secrets: $0.secrets) }
        query = try keys.variables("query").map { Fields(texts: $0.texts, secrets: $0.secrets) }
    }

    var secrets: [Secret] {
        [form, query].compactMap(\.self).flatMap { $0.secrets.values }
    }

    /// The body of one delivery and its type; nil for a GET.
    func content(_ envelope: Envelope) -> (type: String, bytes: [UInt8])? {
        if method == .get { return nil }
        if let form {
            return ("application/x-www-form-urlencoded", Array(form.encoded(envelope).utf8))
        }
        guard let body else { return ("application/json", envelope.json) }
        return (contentType, Array(body.filled(envelope).utf8))
    }

    /// The address with the parameters of one delivery.
    func url(_ address: String, _ envelope: Envelope) -> String {
        guard let query else { return address }
        let parameters = query.encoded(envelope)
        guard !parameters.isEmpty else { return address }
        return address + (address.contains("?") ? "&" : "?") + parameters
    }

    /// Why it cannot work; nil if it can.
    var fault: String? {
        if body != nil, form != nil { return "it has both a body and a form; remove one" }
        if method == .get, body != nil || form != nil {
            return "a GET has no body; put the values in query, or use another method"
        }
        guard !contentType.isEmpty, contentType.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            return "its content_type is not a media type such as \"text/plain\""
        }
        if let fault = body?.fault { return "its body \(fault)" }
        if let fault = form?.fault { return "in its form \(fault)" }
        if let fault = query?.fault { return "in its query \(fault)" }
        guard let body, body.style == .json else { return nil }
        for sample in Self.samples {
            guard BodyTemplate.isJSON(body.filled(sample.envelope)) else {
                return "its body is not JSON when it is filled in for \(sample.what); put values "
                    + "in quotes, and what a notice lacks between {{#message}} and {{/message}}"
            }
        }
        return nil
    }

    /// Deliveries of which every body must be JSON.
    private static let samples: [(what: String, envelope: Envelope)] = {
        let time = Instant(milliseconds: 1_769_947_200_000)
        func envelope(_ message: ForwardedMessage?) -> Envelope {
            Envelope(
                Delivery(
                    id: "0123456789abcdef0123456789abcdef", attempt: 1,
                    content: ForwardContent(text: "Your \"code\" is 012345"), message: message,
                    createdAt: time, now: time))
        }
        let whole = ForwardedMessage(
            id: 1, line: 7, label: "home", number: "+15550100", account: "pool", service: "Any",
            country: "US", sender: "BANK", text: "Your \"code\"\nis 012345", code: "012345",
            receivedAt: time, storedAt: time, route: "bank", tags: ["money"])
        var bare = whole
        (bare.label, bare.service, bare.country, bare.sender) = (nil, nil, nil, nil)
        (bare.code, bare.route, bare.tags) = (nil, nil, [])
        return [
            ("a message", envelope(whole)), ("a message without a code", envelope(bare)),
            ("a notice", envelope(nil)),
        ]
    }()
}
