import Lines
import Providers
import Testing
import Transport

@Suite("Posts for one's own numbers") struct InboundDialectTests {
    @Test(arguments: SignedPost.all)
    func `a post with its signature is read`(_ post: SignedPost) throws {
        let news = try post.read()
        #expect(news.map(\.message) == (post.message.map { [$0.message] } ?? []))
        for item in news { #expect(item.postID?.hasPrefix("\(post.dialect.rawValue)|") == true) }
        #expect(try post.read().map(\.postID) == news.map(\.postID))
    }

    @Test(arguments: SignedPost.all)
    func `any other key is refused`(_ post: SignedPost) {
        for key in [post.key + "x", String(post.key.dropLast()), " ", "x"] {
            #expect(throws: PushRefusal.forged) { try post.read(key: key) }
        }
    }

    @Test(arguments: SignedPost.all)
    func `a post without its signature is refused`(_ post: SignedPost) {
        var bare = post.request
        bare.headers = []
        if post.headers.isEmpty {
            let name = post.dialect == .vonage ? "sig=" : "sign"
            bare.query = bare.query?.replacing(name, with: "other")
            bare.body = Array(
                String(decoding: bare.body, as: UTF8.self)
                    .replacing(name, with: "other").utf8)
        }
        #expect(throws: PushRefusal.forged) { try post.read(bare) }
    }

    /// SmsForwarder's signature does not cover the message; its age is limited instead.
    @Test(arguments: SignedPost.all.filter { $0.dialect != .smsForwarder })
    func `no byte of what is signed can be changed`(_ post: SignedPost) {
        for index in post.body.utf8.indices where index.utf16Offset(in: post.body) % 7 == 0 {
            var changed = post.request
            let place = post.body.utf8.distance(from: post.body.utf8.startIndex, to: index)
            changed.body[place] ^= 1
            // An `&` or `=` that changes may leave the same words.
            guard (try? post.read(changed)) != nil else { continue }
            Issue.record("byte \(place) of \(post.name) is not covered")
        }
        guard let query = post.query else { return }
        var changed = post.request
        changed.query = query.replacing("Test+again", with: "Test+agaim")
        #expect(throws: PushRefusal.forged) { try post.read(changed) }
    }

    @Test func `an old post whose signature covers only its time is refused`() throws {
        let post = try #require(SignedPost.all.first { $0.dialect == .smsForwarder })
        for (age, isRead) in [(0, true), (3500, true), (3700, false), (-3700, false)] {
            var late = post.request
            late.receivedAt = Instant(unixSeconds: 1_719_045_971 + Int64(age))
            if isRead {
                #expect(try post.read(late).count == 1)
            } else {
                #expect(throws: PushRefusal.stale) { try post.read(late) }
            }
        }
    }

    /// A sender that is set up wrongly would otherwise lose every message and hear that all is well.
    @Test(arguments: [
        ("{\"sender\":\"B\"}", "it has no field text"), ("text=hi", "its body is not JSON"),
        ("", "its body is not JSON"), ("[1]", "it has no field text"),
        ("{\"text\":null}", "it has no field text"),
    ])
    func `a signed post that is no message says what is missing`(body: String, fault: String) {
        let post = SignedPost(
            name: "form", dialect: .linekeeper, key: "k",
            headers: [
                ("X-Linekeeper-Timestamp", "9"),
                ("X-Linekeeper-Signature", "sha256=" + SignedPost.hmac("9." + body, "k")),
            ], body: body)
        #expect(throws: PushRefusal.unreadable(fault)) { try post.read() }
    }

    @Test(arguments: [
        (InboundDialect.smsGateway, "x"), (.smsGateway, "{}"), (.textbee, "x"), (.textbee, "{}"),
    ])
    func `and so does one in a form its sender does not use`(dialect: InboundDialect, body: String)
    {
        let signed = dialect == .smsGateway ? body + "1" : body
        let post = SignedPost(
            name: "form", dialect: dialect, key: "k",
            headers: [("x-timestamp", "1"), ("x-signature", SignedPost.hmac(signed, "k"))],
            body: body)
        #expect {
            try post.read()
        } throws: {
            if case PushRefusal.unreadable = $0 { true } else { false }
        }
    }

    @Test func `a batch is as many messages as it holds`() throws {
        let messages = (0..<3).map {
            #"{"messageId":"m","message":"text \#($0)","sender":"A","receivedAt":"2026-01-01T00:00:0\#($0)Z"}"#
        }.joined(separator: ",")
        let body = #"{"event":"sms:batch:received","id":"e","payload":{"messages":[\#(messages)]}}"#
        let post = SignedPost(
            name: "batch", dialect: .smsGateway, key: "k",
            headers: [
                ("x-timestamp", "1"), ("x-signature", SignedPost.hmac(body + "1", "k")),
            ], body: body)
        let news = try post.read()
        #expect(news.compactMap(\.message?.text) == ["text 0", "text 1", "text 2"])
        #expect(Set(news.compactMap(\.postID)).count == 3)
    }

    @Test func `what another manager's webhook channel sends is read`() throws {
        let body =
            #"{"attempt":1,"content":{"text":"x"},"id":"home-7-desk","message":{"id":7,"line":3,"label":"bank","number":"+13239877404","text":"Code 1234","sender":"B","received_at":"2026-01-01T00:00:00Z"},"type":"message"}"#
        let post = SignedPost(
            name: "chain", dialect: .linekeeper, key: "k",
            headers: [
                ("X-Linekeeper-Timestamp", "9"),
                ("X-Linekeeper-Signature", "sha256=" + SignedPost.hmac("9." + body, "k")),
            ], body: body, message: PostedMessage(id: "", message: .init(text: ""), number: "+1"))
        let news = try post.read()
        #expect(news.first?.providerID == "two")
        #expect(news.first?.message?.text == "Code 1234")
        #expect(news.first?.postID == "linekeeper|11:home-7-desk")
    }

    @Test func `only Twilio gets no plain text, which it would send as an SMS`() {
        for dialect in InboundDialect.allCases {
            let answer = Inbound(lines: [], dialect: dialect).pushAnswer
            #expect((answer.contentType == "text/plain") == (dialect != .twilio))
        }
    }

    @Test func `an account without a key accepts nothing`() throws {
        let post = try #require(SignedPost.all.first)
        #expect(throws: PushRefusal.unexpected) {
            try Inbound(lines: []).news(post.request, secret: nil)
        }
    }

    @Test func `Vonage's parts of a long message say which message they are of`() throws {
        func post(_ part: Int, _ text: String, reference: String = "0xE3") throws -> PushNews? {
            let fields = [
                ("concat", "true"), ("concat-part", "\(part)"), ("concat-ref", reference),
                ("concat-total", "2"), ("message-timestamp", "2026-02-01 12:00:00"),
                ("messageId", "id\(part)"), ("msisdn", "4915100000000"), ("text", text),
                ("timestamp", "1769947200"), ("to", "13239877404"), ("type", "text"),
            ]
            let signed = fields.map { "&\($0)=\($1)" }.joined()
            let sig = SignedPost.hmac(signed, "k")
            var post = SignedPost(name: "part", dialect: .vonage, key: "k")
            post.query = (fields + [("sig", sig)]).map {
                "\($0)=\($1.replacing(" ", with: "+").replacing(":", with: "%3A"))"
            }.joined(separator: "&")
            post.message = PostedMessage(
                id: "", message: ReceivedMessage(text: text), number: "13239877404")
            return try post.read().first
        }
        let first = try #require(try post(1, "Your code is 48"))
        let second = try #require(try post(2, "2913."))
        #expect(first.message?.part?.number == 1 && second.message?.part?.number == 2)
        #expect(first.message?.part?.series == second.message?.part?.series)
        #expect(first.postID != second.postID)
        #expect(
            try post(1, "x", reference: "0xE4")?.message?.part?.series
                != first.message?.part?.series)
    }
}
