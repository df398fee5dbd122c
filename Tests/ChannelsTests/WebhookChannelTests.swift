import Foundation
import Hummingbird
import Lines
import NIOCore
import Synchronization
import Testing
import TestSupport
import Transport

@testable import Channels

@Suite struct WebhookChannelTests {
    @Test func `a receiver gets the message once, signed, and its answer is kept`() async throws {
        let received = Mutex<(headers: [String: String], body: [UInt8])?>(nil)
        try await withWebServer { router in
            router.post("sms") { request, context in
                let body = try await request.body.collect(upTo: 1 << 20)
                let headers = request.headers.map { ($0.name.canonicalName, $0.value) }
                received.withLock {
                    $0 = (Dictionary(headers) { $0 + $1 }, Array(body.readableBytesView))
                }
                return Response(
                    status: .accepted, body: ResponseBody(byteBuffer: ByteBuffer(string: "thanks")))
            }
        } body: { url in
            try await withTransport { transport in
                let channel = make(
                    WebhookSettings(
                        url: Secret("\(url)/sms"), secret: Secret("topsecret"),
                        headers: ["X-Api-Key": Secret("k e y")]),
                    over: transport)
                let delivery = Sample.delivery(
                    attempt: 3,
                    content: ForwardContent(title: "Bank", text: "hi", priority: .high))
                let receipt = try await channel.deliver(delivery)
                #expect(receipt.text == "thanks")
            }
        }
        let (headers, body) = try #require(received.withLock { $0 })
        #expect(headers["content-type"] == "application/json")
        #expect(headers["x-linekeeper-id"] == "0123456789abcdef0123456789abcdef")
        #expect(headers["x-linekeeper-timestamp"] == "1760000002")
        #expect(headers["x-api-key"] == "k e y")
        #expect(
            headers["x-linekeeper-signature"]
                == WebhookSignature.sign(
                    body, timestamp: "1760000002", secret: Secret("topsecret")))
        #expect(
            String(decoding: body, as: UTF8.self) == """
                {"attempt":3,"content":{"priority":"high","tags":[],"text":"hi","title":"Bank"},\
                "created_at":"2025-10-09T08:53:21Z","id":"0123456789abcdef0123456789abcdef",\
                "message":{"account":"pool","backlog":false,"code":"123456","completed":false,\
                "country":"US","id":12,\
                "label":"bank","line":7,"number":"+15550100",\
                "received_at":"2025-10-09T08:53:20Z","route":"bank","sender":"MYBANK",\
                "service":"Any","stored_at":"2025-10-09T08:53:20.250Z","tags":["money"],\
                "text":"Code 123456"},"type":"message"}
                """)
    }

    @Test func `the signature is what openssl makes of timestamp, full stop and body`() {
        // printf '1760000000.%s' "$body" | openssl dgst -sha256 -hmac topsecret
        let signature = WebhookSignature.sign(
            Array(#"{"id":"a1","text":"grüße"}"#.utf8), timestamp: "1760000000",
            secret: Secret("topsecret"))
        #expect(
            signature == "sha256=ac2e7bc3540ced0ddbece97985e2a4a29202346168cf4f25ba0f06836d5b2ef4")
    }

    @Test func `without a secret there is no signature, and without a message it is a notice`()
        async throws
    {
        let transport = ScriptedTransport(status: 204)
        let channel = make(
            WebhookSettings(url: Secret("https://example.org/x")), over: transport)
        _ = try await channel.deliver(Sample.delivery(message: nil))
        let call = try #require(transport.calls.first)
        #expect(!call.headers.contains { $0.name == "X-Linekeeper-Signature" })
        let envelope = try jsonObject(call.body ?? [])
        #expect(envelope["type"] as? String == "notice")
        #expect(envelope["message"] == nil)
    }

    @Test func `hostile text arrives as it was, in a body that is plain and headers without it`()
        async throws
    {
        let transport = ScriptedTransport(status: 200, body: Sample.hostile)
        let channel = make(
            WebhookSettings(url: Secret("https://example.org/x")), over: transport)
        let receipt = try await channel.deliver(
            Sample.delivery(
                id: Sample.hostile,
                content: ForwardContent(
                    title: Sample.hostile, text: Sample.hostile, tags: [Sample.hostile],
                    url: Sample.hostile),
                message: Sample.message(sender: Sample.hostile, text: Sample.hostile)))
        let call = try #require(transport.calls.first)
        let body = try #require(call.body)
        let envelope = try jsonObject(body)
        let content = try #require(envelope["content"] as? [String: Any])
        let message = try #require(envelope["message"] as? [String: Any])
        #expect(envelope["id"] as? String == Sample.hostile)
        #expect(content["text"] as? String == Sample.hostile)
        #expect(content["tags"] as? [String] == [Sample.hostile])
        #expect(message["sender"] as? String == Sample.hostile)
        for text in [String(decoding: body, as: UTF8.self), receipt.text] {
            #expect(!text.unicodeScalars.contains { $0.isInvisible })
        }
        #expect(
            call.headers.allSatisfy { header in
                header.value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
            })
    }

    @Test(arguments: [
        (400, DeliveryRemedy.giveUp), (401, .giveUp), (404, .giveUp), (410, .giveUp),
        (301, .giveUp), (307, .giveUp), (408, .retry(after: .seconds(7))),
        (425, .retry(after: .seconds(7))), (429, .retry(after: .seconds(7))),
        (500, .retry(after: .seconds(7))), (503, .retry(after: .seconds(7))),
    ])
    func `the status decides whether another try helps`(status: Int, remedy: DeliveryRemedy)
        async throws
    {
        let transport = ScriptedTransport(
            status: status, headers: [("Retry-After", "7")], body: "no: k3y\n")
        let settings = WebhookSettings(
            url: Secret("https://example.org/hook"), headers: ["Authorization": Secret("no: k3y")])
        let error = try #require(await failure(make(settings, over: transport)))
        #expect(error.remedy == remedy)
        #expect("\(error)".contains("\(status)"))
        #expect(!"\(error)".contains("k3y"))
    }

    @Test(arguments: [
        (301, "https://new.example/abcdefghij/", "has moved to https://new.example/•••/"),
        (308, "https://new.example/", "has moved to https://new.example/"),
        (302, "/elsewhere?token=abcdefghij", "redirect to /elsewhere"),
        (307, "", "answers with status 307, which is neither success nor a redirect"),
        (304, "", "answers with status 304, which is neither success nor a redirect"),
        (404, "", "no receiver at its address (status 404)"),
        (410, "", "no receiver at its address any more (status 410)"),
    ])
    func `a receiver that has moved or is gone is told as that, and not asked again`(
        status: Int, location: String, says: String
    ) async throws {
        let transport = ScriptedTransport(status: status, headers: [("Location", location)])
        let settings = WebhookSettings(url: Secret("https://example.org/abcdefghij"))
        let error = try #require(await failure(make(settings, over: transport)))
        #expect(error.remedy == .giveUp)
        #expect("\(error)".contains(says), "\(error)")
        #expect(!"\(error)".contains("abcdefghij"))
    }

    @Test func `a 2xx is a delivery though its body is cut off`() async throws {
        try await withWebServer { router in
            router.post("sms") { _, _ in
                Response(
                    status: .ok, headers: [.contentLength: "1000"],
                    body: ResponseBody { writer in
                        try await writer.write(ByteBuffer(string: "tha"))
                        throw CancellationError()
                    })
            }
        } body: { url in
            try await withTransport { transport in
                let settings = WebhookSettings(url: Secret("\(url)/sms"))
                let receipt = try await make(settings, over: PatientTransport(transport))
                    .deliver(Sample.delivery())
                #expect(["tha", "accepted"].contains(receipt.text))
            }
        }
    }

    @Test func `a login in the address goes into a header, and nowhere else`() async throws {
        let transport = ScriptedTransport(status: 403, body: "sesame is wrong")
        let settings = WebhookSettings(url: Secret("https://joe:sesame@example.org:8443/hook?a=b"))
        let error = try #require(await failure(make(settings, over: transport)))
        let call = try #require(transport.calls.first)
        #expect(call.url == "https://example.org:8443/hook?a=b")
        #expect(
            call.headers.contains {
                $0.name == "Authorization" && $0.value == "Basic am9lOnNlc2FtZQ=="
            })
        #expect(!"\(error)".contains("sesame"))
        #expect(!settings.summary.contains("sesame"))
    }

    @Test(arguments: [
        (TransportError.unreachable(host: "h", reason: "r"), DeliveryRemedy.retry(after: nil)),
        (.answerLost(host: "h", reason: "r"), .retry(after: nil)),
        (.cancelled(host: "h"), .retry(after: nil)), (.badURL("h", reason: "r"), .giveUp),
    ])
    func `a lost answer is worth another try, and an address that is none is not`(
        lost: TransportError, remedy: DeliveryRemedy
    ) async {
        let settings = WebhookSettings(url: Secret("https://example.org/hook"))
        let error = await failure(
            make(settings, over: ScriptedTransport(always: .failure(lost))))
        #expect(error?.remedy == remedy)
    }

    @Test(arguments: [
        WebhookSettings(url: Secret("example.org")), WebhookSettings(url: Secret("file:///a")),
        WebhookSettings(url: Secret("http://127.0.0.1:70000/ok")),
        WebhookSettings(url: Secret("http://a/ b")),
        WebhookSettings(url: Secret("http://u:p@a"), headers: ["authorization": Secret("a")]),
        WebhookSettings(url: Secret("http://a"), secret: Secret("")),
        WebhookSettings(url: Secret("http://a"), headers: ["X Y": Secret("a")]),
        WebhookSettings(url: Secret("http://a"), headers: ["": Secret("a")]),
        WebhookSettings(url: Secret("http://a"), headers: ["X": Secret("a\r\nY: b")]),
        WebhookSettings(url: Secret("http://a"), headers: ["Content-length": Secret("0")]),
        WebhookSettings(url: Secret("http://a"), headers: ["x-linekeeper-id": Secret("0")]),
        WebhookSettings(url: Secret("http://a"), timeout: .zero),
    ])
    func `settings that cannot work say so, and send nothing`(settings: WebhookSettings) async {
        let transport = ScriptedTransport(status: 200)
        let error = await failure(make(settings, over: transport))
        #expect(settings.fault != nil)
        #expect(error?.remedy == .giveUp)
        #expect(transport.calls.isEmpty)
    }
}
