import Foundation
import Lines
import Testing
import TestSupport
import Transport

@testable import Channels

/// Bodies, forms and queries of a person's own.
@Suite struct WebhookBodyTests {
    private static func request(_ change: (inout WebhookRequest) -> Void) -> WebhookRequest {
        var request = WebhookRequest()
        change(&request)
        return request
    }

    private static func body(_ source: String, _ type: String = "application/json")
        -> WebhookRequest
    {
        request {
            $0.contentType = type
            $0.body = BodyTemplate(source, BodyTemplate.Style(of: type))
        }
    }

    private static func text(_ request: WebhookRequest, _ message: ForwardedMessage?) -> String {
        let content = request.content(Envelope(Sample.delivery(message: message)))
        return String(decoding: content?.bytes ?? [], as: UTF8.self)
    }

    @Test func `values, sections and inverted sections are filled in`() {
        let request = Self.body(
            #"{"id":"{{id}}"{{#message}},"line":{{line}},"tags":[{{#tags}}"{{.}}"{{/tags}}]"#
                + #"{{#code}},"otp":"{{code}}"{{/code}}{{^code}},"otp":null{{/code}}{{/message}}}"#)
        #expect(request.fault == nil)
        let id = "0123456789abcdef0123456789abcdef"
        #expect(
            Self.text(request, Sample.message())
                == #"{"id":"\#(id)","line":7,"tags":["money"],"otp":"123456"}"#)
        var bare = Sample.message()
        (bare.code, bare.tags) = (nil, [])
        #expect(
            Self.text(request, bare) == #"{"id":"\#(id)","line":7,"tags":[],"otp":null}"#)
        #expect(Self.text(request, nil) == #"{"id":"\#(id)"}"#)
    }

    @Test func `a sender's text stays in its place, in JSON`() throws {
        let request = Self.body(#"{"from":"{{message.sender}}","text":"{{message.text}}","x":1}"#)
        for hostile in HostileCorpus.texts + [Sample.hostile] {
            let text = Self.text(request, Sample.message(sender: hostile, text: hostile))
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(json["text"] as? String == hostile)
            #expect(json["from"] as? String == hostile)
            #expect(json.count == 3)
        }
    }

    @Test func `a sender's text stays in its place, in a form and a query`() {
        let fields = WebhookRequest.Fields(
            texts: ["a b": "<{{message.text}}>", "z": "1"], secrets: ["key": Secret("s&t")])
        let request = Self.request { ($0.form, $0.query) = (fields, fields) }
        #expect(request.fault == nil)
        for hostile in HostileCorpus.texts + [Sample.hostile] {
            let message = Sample.message(text: hostile)
            let form = FormFields.urlEncoded(Self.text(request, message))
            #expect(form.map(\.name) == ["a b", "key", "z"])
            #expect(form.map(\.value) == ["<\(hostile)>", "s&t", "1"])
            let url = request.url(
                "https://example.org/x?y=1", Envelope(Sample.delivery(message: message)))
            #expect(url.hasPrefix("https://example.org/x?y=1&a%20b="))
            #expect(url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
            #expect(url.count { $0 == "&" } == 3)
        }
    }

    @Test func `a sender's text stays in its place, in markup`() {
        let request = Self.body("<p title=\"{{message.text}}\">{{message.text}}</p>", "text/html")
        for hostile in HostileCorpus.texts {
            let text = Self.text(request, Sample.message(text: hostile))
            #expect(
                text.unicodeScalars.count { $0 == "<" } == 2
                    && text.unicodeScalars.count { $0 == "\"" } == 2)
        }
    }

    @Test(arguments: [
        ("{{{message.text}}}", "two braces"), ("{{& message.text}}", "two braces"),
        ("{{ {message.text} }}", "two braces"), ("{{> part}}", "{{> part}}"),
        ("{{=<% %>=}}", "{{="), ("{{% CONTENT_TYPE:TEXT}}", "{{%"), ("{{<x}}{{/x}}", "{{<x}}"),
        ("{{$x}}{{/x}}", "{{$x}}"), ("{{#a}}", "not a Mustache template"),
        ("{{a", "not a Mustache template"), ("{{/a}}", "not a Mustache template"),
        ("{{}}", "not JSON"), ("", "not JSON"), ("[", "not JSON"), ("{ ", "not"),
        (#"{"line": {{message.line}}}"#, "for a notice"),
        (#"{"otp": {{message.code}}}"#, "for a message"),
        (String(repeating: "{{#a}}", count: 60), "more than 50 sections"),
        (String(repeating: "x", count: 20_000), "bytes"),
    ])
    func `what cannot work is a sentence`(source: String, says: String) {
        #expect(Self.body(source).fault?.contains(says) == true, "\(Self.body(source).fault ?? "")")
    }

    @Test func `what contradicts itself is a sentence`() {
        let fields = WebhookRequest.Fields(texts: ["a": "{{{b}}}"], secrets: [:])
        let body = BodyTemplate("x", .plain)
        let faults = [
            Self.request { ($0.body, $0.form) = (body, fields) },
            Self.request { ($0.method, $0.body) = (.get, body) },
            Self.request { $0.query = fields },
            Self.request { $0.contentType = "a\nb" },
        ].map(\.fault)
        #expect(
            faults == [
                "it has both a body and a form; remove one",
                "a GET has no body; put the values in query, or use another method",
                "in its query a has a value that would not be escaped; write {{name}} with two "
                    + "braces",
                "its content_type is not a media type such as \"text/plain\"",
            ])
    }

    @Test(arguments: [
        ("application/json", BodyTemplate.Style.json), ("application/json; charset=utf-8", .json),
        ("application/vnd.x+JSON", .json), ("text/html", .markup), ("application/xml", .markup),
        ("application/soap+xml", .markup), ("application/x-www-form-urlencoded", .form),
        ("text/plain", .plain), ("application/jsonlines", .plain), ("json", .plain), ("", .plain),
    ])
    func `the type decides what is escaped`(type: String, style: BodyTemplate.Style) {
        #expect(BodyTemplate.Style(of: type) == style)
    }

    @Test(arguments: ["GET", "PUT", "PATCH", "POST"])
    func `a receiver gets it by the method that was asked for`(method: String) async throws {
        let server = HostedServices()
        try await server.serving { url in
            try await withTransport { transport in
                var settings = WebhookSettings(
                    url: Secret("\(url)/plain/x"), secret: Secret("shared-secret"))
                settings.request.method = try #require(WebhookRequest.Method(rawValue: method))
                settings.request.query = .init(texts: ["t": "{{message.code}}"], secrets: [:])
                if method != "GET" {
                    settings.request.body = BodyTemplate("code {{message.code}}", .plain)
                    settings.request.contentType = "text/plain"
                }
                #expect(settings.fault == nil)
                _ = try await settings.channel(named: "api", over: transport, in: "/")
                    .deliver(Sample.delivery())
            }
        }
        let call = try #require(server.calls.first)
        #expect(call.method == method)
        #expect(call.query == "t=123456")
        #expect(
            String(decoding: call.body, as: UTF8.self) == (method == "GET" ? "" : "code 123456"))
        #expect(call.headers["content-type"] == (method == "GET" ? nil : "text/plain"))
        let stamp = try #require(call.headers["x-linekeeper-timestamp"])
        #expect(
            call.headers["x-linekeeper-signature"]
                == WebhookSignature.sign(
                    Array(call.body), timestamp: stamp, secret: Secret("shared-secret")))
    }
}
