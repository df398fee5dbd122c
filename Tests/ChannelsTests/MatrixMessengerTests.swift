import Foundation
import Lines
import Testing
import TestSupport
import Transport

@testable import Channels

/// What people write in a room of Matrix, and what is answered, against a server with Matrix's rules.
@Suite(.timeLimit(.minutes(20))) struct MatrixMessengerTests {
    private static let written = Date(timeIntervalSince1970: 1_769_947_200)

    /// A messenger of a room, while `body` runs.
    private static func listening(
        senders: Set<String> = ["@me:example.org"], token: String = MatrixServer.token,
        _ body: @Sendable (MatrixServer, MatrixMessenger) async throws -> Void
    ) async throws {
        let matrix = MatrixServer()
        try await matrix.serving { url in
            try await withTransport { transport in
                var settings = MatrixSettings(
                    server: url, token: Secret(token), room: MatrixServer.room)
                settings.commands = ChatCommands(
                    senders: senders.union([MatrixServer.room]), reach: .reading)
                try await body(
                    matrix, MatrixMessenger(name: "room", settings: settings, transport: transport))
            }
        }
    }

    private static func error(_ messenger: MatrixMessenger, since place: String? = nil)
        async -> DeliveryError?
    {
        await #expect(throws: DeliveryError.self) {
            _ = try await messenger.receive(since: place, now: Sample.received)
        }
    }

    @Test func `what was written before the first call is not heard, each line after it once`()
        async throws
    {
        try await Self.listening { matrix, messenger in
            matrix.say("refund 1")
            let first = try await messenger.receive(since: nil, now: Sample.received)
            #expect(first == ChatNews(events: [], place: "s1"))
            let id = matrix.say("lines", at: Self.written)
            matrix.say("lines", in: "!other:example.org")
            let second = try await messenger.receive(since: first.place, now: Sample.received)
            #expect(
                second.events == [
                    ChatEvent(
                        chat: MatrixServer.room, sender: "@me:example.org", message: id,
                        at: Instant(milliseconds: 1_769_947_200_000), kind: .line("lines"))
                ])
            matrix.say("inbox", by: "@you:example.com")
            let third = try await messenger.receive(since: second.place, now: Sample.received)
            #expect(third.events.map(\.kind) == [.line("inbox")])
            #expect(third.events.map(\.sender) == ["@you:example.com"])
            // Who we are, and what room it is, is asked once.
            #expect(matrix.calls("account/whoami") == 1)
            #expect(matrix.sinces == ["", "s1", "s3"])
        }
    }

    @Test func `only what a person typed is a line`() async throws {
        try await Self.listening { matrix, messenger in
            let place = try await messenger.receive(since: nil, now: Sample.received).place
            matrix.say("a notice", kind: "m.notice")
            matrix.say("waves", kind: "m.emote")
            matrix.say("cat.png", kind: "m.image")
            matrix.say("our own", by: MatrixServer.account)
            matrix.say(
                "* order",
                more: ["m.relates_to": ["rel_type": "m.replace", "event_id": "$event-1"]])
            matrix.say("* order", more: ["m.new_content": ["msgtype": "m.text", "body": "order"]])
            matrix.add([:], by: "@me:example.org")
            matrix.add(["body": "x"], by: "@me:example.org", type: "m.room.topic")
            matrix.say("x", by: "@everyone\n: add @x:example.org")
            matrix.say(
                "> <@keeper:example.org> Buy it?\n> Type yes\n\nyes",
                more: ["m.relates_to": ["m.in_reply_to": ["event_id": "$event-2"]]])
            matrix.say("> 1")
            let news = try await messenger.receive(since: place, now: Sample.received)
            #expect(news.events.map(\.kind) == [.line("yes"), .line("> 1")])
        }
    }

    @Test func `of too many at once the newest are heard`() async throws {
        try await Self.listening { matrix, messenger in
            let place = try await messenger.receive(since: nil, now: Sample.received).place
            for number in 0..<80 { matrix.say("\(number)") }
            let news = try await messenger.receive(since: place, now: Sample.received)
            #expect(news.events.map(\.kind) == (30..<80).map { .line("\($0)") })
            #expect(news.place == "s80")
        }
    }

    @Test func `a place that the server has forgotten is given up, and nothing old is heard`()
        async throws
    {
        try await Self.listening { matrix, messenger in
            matrix.say("refund 1")
            for place in ["s99", "nonsense", "s-1&timeout=0"] {
                let news = try await messenger.receive(since: place, now: Sample.received)
                #expect(news == ChatNews(events: [], place: "s1"))
            }
        }
    }

    @Test func `a post is sent once however often it is repeated, and comes back as ours`()
        async throws
    {
        try await Self.listening { matrix, messenger in
            let place = try await messenger.receive(since: nil, now: Sample.received).place
            let post = ChatPost(
                id: "post-1", chat: MatrixServer.room, answered: "$event-0",
                parts: [
                    ChatPost.Part("482913", isTable: true),
                    ChatPost.Part("a <b>\n\"c\"", isTable: false),
                    ChatPost.Part("id  text\n1   x", isTable: true),
                ], isQuestion: true)
            let id = try await messenger.post(post, now: Sample.received)
            let again = try await messenger.post(post, now: Sample.received)
            #expect(again == id)
            #expect(matrix.posts.count == 1)
            let sent = try #require(matrix.posts.first)
            #expect(sent.body == "482913\na <b>\n\"c\"\nid  text\n1   x")
            #expect(
                sent.html == "<code>482913</code><br>a &lt;b&gt;<br>&quot;c&quot;"
                    + "<pre><code>id  text\n1   x</code></pre>")
            #expect(sent.kind == "m.text" && sent.answered == "$event-0" && sent.mentionsNobody)
            let news = try await messenger.receive(since: place, now: Sample.received)
            #expect(news.events.map(\.kind) == [.posted("post-1")])
            // Somebody else who writes the same mark is somebody else.
            matrix.say("x", more: ["linekeeper.post": "post-1"])
            let more = try await messenger.receive(since: news.place, now: Sample.received)
            #expect(more.events.map(\.kind) == [.line("x")])
        }
    }

    @Test func `answers are marked so that nothing in them acts, and fit into an event`()
        async throws
    {
        try await Self.listening { matrix, messenger in
            for (number, hostile) in HostileCorpus.texts.enumerated() {
                let half = String(hostile.unicodeScalars.prefix(1500))
                for (part, text) in [hostile, half].enumerated() {
                    let post = ChatPost(
                        id: "post-\(number)-\(part)", chat: MatrixServer.room, answered: "$event-0",
                        parts: [
                            ChatPost.Part("id  text\n1  \(text)", isTable: true),
                            ChatPost.Part(text + "<@everyone>", isTable: false),
                        ])
                    let id = try await messenger.post(post, now: Sample.received)
                    #expect(id != nil)
                }
            }
            #expect(matrix.posts.count == HostileCorpus.texts.count * 2)
            for post in matrix.posts {
                #expect(post.kind == "m.notice" && post.mentionsNobody)
                #expect(post.body.utf16.count <= 4000)
                #expect(post.body == post.body.readable)
                // Take away our own marks, and no mark is left.
                var rest = post.html
                for mark in ["<pre><code>", "</code></pre>", "<br>"] {
                    rest = rest.replacingOccurrences(of: mark, with: "", options: .literal)
                }
                // By scalars, as a browser reads: a mark with an accent is one all the same.
                #expect(!rest.unicodeScalars.contains { "<>\"'".unicodeScalars.contains($0) })
            }
        }
    }

    @Test func `the longest post fits into an event, whatever its letters`() async throws {
        try await Self.listening { matrix, messenger in
            for (number, letter) in ["\"", "\u{200F}", "漢", "\\", "&", "😀"].enumerated() {
                let text = String(repeating: letter, count: 4000)
                let post = ChatPost(
                    id: "post-\(number)", chat: MatrixServer.room,
                    parts: [ChatPost.Part(text, isTable: number % 2 == 0)])
                let id = try await messenger.post(post, now: Sample.received)
                #expect(id != nil)
            }
        }
    }

    @Test func `a busy server is left alone as long as it asks for`() async throws {
        try await Self.listening { matrix, messenger in
            matrix.refuse("sync", times: 1)
            #expect(await Self.error(messenger)?.remedy == .retry(after: .milliseconds(50)))
            _ = try await messenger.receive(since: nil, now: Sample.received)
        }
    }

    @Test func `a refused token is a sentence without it`() async throws {
        try await Self.listening(token: "mistyped-token") { _, messenger in
            let error = await Self.error(messenger)
            #expect(error?.remedy == .giveUp)
            let words = error.map { "\($0)" } ?? ""
            #expect(words.contains("status 401: M_UNKNOWN_TOKEN"))
            #expect(!words.contains("mistyped"))
        }
    }

    @Test(arguments: [
        ("invite", "@keeper:example.org is invited to the room, but has not joined it"),
        ("leave", "@keeper:example.org is not in the room"),
        (nil, "@keeper:example.org is not in the room"),
    ])
    func `an account that is not in the room says so, and is heard once it is`(
        membership: String?, words: String
    ) async throws {
        try await Self.listening { matrix, messenger in
            matrix.membership = membership
            let error = await Self.error(messenger)
            #expect(error?.remedy == .giveUp)
            #expect(error.map { "\($0)".contains(words) } == true, "\(String(describing: error))")
            matrix.membership = "join"
            _ = try await messenger.receive(since: nil, now: Sample.received)
        }
    }

    @Test func `an account that is sent away says so, and goes on where it was`() async throws {
        try await Self.listening { matrix, messenger in
            let place = try await messenger.receive(since: nil, now: Sample.received).place
            matrix.membership = "leave"
            let error = await Self.error(messenger, since: place)
            #expect(error.map { "\($0)".contains("is no longer in the room") } == true)
            let again = await Self.error(messenger, since: place)
            #expect(again.map { "\($0)".contains("is not in the room") } == true)
            matrix.membership = "join"
            matrix.say("lines")
            let news = try await messenger.receive(since: place, now: Sample.received)
            #expect(news.events.map(\.kind) == [.line("lines")])
        }
    }

    @Test func `an encrypted room says so`() async throws {
        try await Self.listening { matrix, messenger in
            matrix.encrypt()
            let error = await Self.error(messenger)
            #expect(error.map { "\($0)".contains("its room is encrypted") } == true)
        }
    }

    @Test func `an account that would have to obey itself says so`() async throws {
        try await Self.listening(senders: [MatrixServer.account]) { _, messenger in
            let error = await Self.error(messenger)
            #expect(error.map { "\($0)".contains("an account of its own") } == true)
        }
    }

    @Test(arguments: ["", "<html>Log in here</html>", "[]", "{}", #"{"user_id":7}"#])
    func `an answer of some other server is no news, and is asked for later`(body: String) async {
        let transport = ScriptedTransport(status: 200, body: body)
        let matrix = MatrixMessenger(
            name: "room",
            settings: MatrixSettings(server: "https://a", token: Secret("x"), room: "!a:a"),
            transport: transport)
        #expect(await Self.error(matrix)?.remedy == .retry(after: nil))
        let telegram = TelegramMessenger(
            name: "phone", settings: TelegramSettings(token: Secret("1:a"), chat: "42"),
            transport: transport)
        let error = await #expect(throws: DeliveryError.self) {
            _ = try await telegram.receive(since: nil, now: Sample.received)
        }
        #expect(error?.remedy == .retry(after: nil))
    }
}
