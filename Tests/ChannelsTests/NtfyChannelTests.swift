import Hummingbird
import NIOCore
import Synchronization
import Testing
import TestSupport
import Transport

@testable import Channels

@Suite struct NtfyChannelTests {
    @Test func `a notice is published as JSON at the server's root`() async throws {
        let received = Mutex<(token: String?, body: [UInt8])?>(nil)
        try await withWebServer { router in
            router.post("/") { request, context in
                let body = try await request.body.collect(upTo: 1 << 20)
                received.withLock {
                    $0 = (request.headers[.authorization], Array(body.readableBytesView))
                }
                return #"{"id":"hwQ2YpKdmg","event":"message"}"#
            }
        } body: { url in
            try await withTransport { transport in
                let channel = make(
                    NtfySettings(
                        topic: "my-numbers", server: url, token: Secret("tk_a"),
                        priority: .low), over: PatientTransport(transport))
                let content = ForwardContent(text: "Code 1\n2", tags: ["key"], url: "https://a.b/c")
                let receipt = try await channel.deliver(Sample.delivery(content: content))
                #expect(receipt.text == "published to my-numbers")
            }
        }
        let (token, body) = try #require(received.withLock { $0 })
        #expect(token == "Bearer tk_a")
        #expect(
            String(decoding: body, as: UTF8.self) == """
                {"click":"https://a.b/c","message":"Code 1\\n2","priority":2,\
                "sequence_id":"0123456789abcdef0123456789abcdef","tags":["key"],\
                "title":"123456 MYBANK → bank","topic":"my-numbers"}
                """)
    }

    @Test(arguments: [
        "a", "\"", "a\u{1}", "ü", "👩‍👩‍👧‍👦", "\u{200D}", "a\u{9B}", "\u{E0041}", "a\u{301}", "\u{301}",
    ])
    func `a message of any size fits what ntfy takes, and ends at a character`(unit: String)
        async throws
    {
        let transport = ScriptedTransport(status: 200)
        let channel = make(NtfySettings(topic: "t"), over: transport)
        let long = String(repeating: unit, count: 20_000)
        _ = try await channel.deliver(
            Sample.delivery(
                content: ForwardContent(
                    title: long, text: long, tags: Array(repeating: long, count: 20), url: long)))
        let body = try #require(transport.calls.first?.body)
        let message = try #require(try jsonObject(body)["message"] as? String)
        #expect(body.count <= 16_384)
        #expect(message.utf8.count <= 4096)
        #expect(message.utf8.count > 4000)
        #expect(message.unicodeScalars.last == "…")
    }

    @Test func `a message that just fits is not touched`() async throws {
        let transport = ScriptedTransport(status: 200)
        let channel = make(NtfySettings(topic: "t"), over: transport)
        let text = String(repeating: "ü", count: 2048)
        _ = try await channel.deliver(
            Sample.delivery(id: "not a name", content: ForwardContent(text: text), message: nil))
        let notice = try jsonObject(transport.calls.first?.body ?? [])
        #expect(notice["message"] as? String == text)
        #expect(notice["title"] == nil)
        #expect(notice["sequence_id"] == nil)
        #expect(transport.calls.first?.url == "https://ntfy.sh/")
    }

    @Test(arguments: [
        NtfySettings(topic: ""), NtfySettings(topic: "a/b"), NtfySettings(topic: "a b"),
        NtfySettings(topic: String(repeating: "a", count: 65)), NtfySettings(topic: "tüpfel"),
        NtfySettings(topic: "t", server: "ntfy.sh"),
        NtfySettings(topic: "t", token: Secret("a\r\nb")),
        NtfySettings(topic: "t", token: Secret("")),
    ])
    func `settings that cannot work say so, and send nothing`(settings: NtfySettings) async {
        let transport = ScriptedTransport(status: 200)
        #expect(await failure(make(settings, over: transport))?.remedy == .giveUp)
        #expect(transport.calls.isEmpty)
    }
}
