import Foundation
import Lines
import Testing
import TestSupport
import Transport

@testable import Channels

/// What people write to a bot of Telegram, and what it answers, against a server with Telegram's rules.
@Suite(.timeLimit(.minutes(20))) struct TelegramMessengerTests {
    private static func messenger(
        _ url: String, _ transport: any Transport, token: String = TelegramServer.token
    ) -> TelegramMessenger {
        var settings = TelegramSettings(token: Secret(token), chat: "42")
        settings.server = url
        return TelegramMessenger(name: "phone", settings: settings, transport: transport)
    }

    @Test func `each line is heard once, and kept until the next call`() async throws {
        let telegram = TelegramServer()
        try await telegram.serving { url in
            try await withTransport { transport in
                let messenger = Self.messenger(url, transport)
                telegram.say("lines", at: Date(timeIntervalSince1970: 1_769_947_200))
                let first = try await messenger.receive(since: nil, now: Sample.received)
                #expect(
                    first.events == [
                        ChatEvent(
                            chat: "42", sender: "42", message: "1",
                            at: Instant(milliseconds: 1_769_947_200_000), kind: .line("lines"))
                    ])
                #expect(telegram.unheard == 1)
                telegram.say("inbox", by: 42, in: -100)
                let second = try await messenger.receive(since: first.place, now: Sample.received)
                #expect(second.events.map(\.kind) == [.line("inbox")])
                #expect(second.events.first?.chat == "-100")
                #expect(telegram.unheard == 1)
            }
        }
    }

    /// Fields of the wrong kind, missing ones, and updates of kinds that were not asked for.
    @Test(
        arguments: [
            (#"{"result":[]}"#, 0, nil), (#"{"result":[{"update_id":5}]}"#, 0, "6"),
            (#"{"result":[{"update_id":5,"message":{"text":"x"}}]}"#, 0, "6"),
            (
                #"{"result":[{"update_id":5,"edited_message":{"text":"x","chat":{"id":1}}}]}"#, 0,
                "6"
            ),
            (
                #"{"result":[{"update_id":9223372036854775807,"message":{"message_id":1,"#
                    + #""from":{"id":42},"chat":{"id":42},"date":9223372036854775807,"text":"x"}}]}"#,
                1,
                "-9223372036854775808"
            ),
            (
                #"{"result":[{"update_id":7,"callback_query":{"id":"1","from":{"id":42},"data":"t"}},"#
                    + #"{"update_id":6,"message":{"message_id":1,"from":{"id":42},"chat":{"id":42},"#
                    + #""text":"\u0000"}}]}"#, 1, "8"
            ),
        ] as [(String, Int, String?)])
    func `what cannot be read is passed over`(body: String, events: Int, place: String?) {
        let news = TelegramMessenger.news(Array(body.utf8), since: nil)
        #expect(news?.events.count == events)
        #expect(news?.place == place)
    }

    @Test(arguments: [
        #""forward_origin":{"type":"user"}"#, #""forward_date":1"#, #""via_bot":{"id":9}"#,
    ])
    func `words of somebody else are no command of who passes them on`(field: String) {
        let body =
            #"{"result":[{"update_id":5,"message":{"message_id":1,"from":{"id":42},"#
            + #""chat":{"id":42},\#(field),"text":"lines"}}]}"#
        let news = TelegramMessenger.news(Array(body.utf8), since: nil)
        #expect(news == ChatNews(events: [], place: "6"))
    }

    @Test func `an old message that is edited is no command`() {
        let body =
            #"{"result":[{"update_id":5,"edited_message":{"message_id":1,"from":{"id":42},"#
            + #""chat":{"id":42},"date":1,"edit_date":2,"text":"order google US"}}]}"#
        let news = TelegramMessenger.news(Array(body.utf8), since: nil)
        #expect(news == ChatNews(events: [], place: "6"))
    }

    @Test func `answers are marked so that nothing in them acts`() async throws {
        let telegram = TelegramServer()
        try await telegram.serving { url in
            try await withTransport { transport in
                let messenger = Self.messenger(url, transport)
                for hostile in HostileCorpus.texts {
                    let post = ChatPost(
                        id: "post", chat: "42", answered: "7",
                        parts: [
                            ChatPost.Part("id  text\n1  \(hostile)", isTable: true),
                            ChatPost.Part(hostile + "\u{200B}@everyone", isTable: false),
                        ])
                    let id = try await messenger.post(post, now: Sample.received)
                    #expect(id != nil)
                }
                for post in telegram.posts {
                    #expect(post.entities == ["pre"])
                    #expect(post.answered == 7)
                    #expect(!post.text.hasSuffix("@everyone"))
                }
            }
        }
    }

    @Test func `buttons go once they are pressed`() async throws {
        let telegram = TelegramServer()
        try await telegram.serving { url in
            try await withTransport { transport in
                let messenger = Self.messenger(url, transport)
                let id = try await messenger.post(
                    ChatPost(
                        id: "post", chat: "42", parts: [ChatPost.Part("Buy it?", isTable: false)],
                        choices: [ChatPost.Choice("Yes", token: "t")]), now: Sample.received)
                let post = try #require(telegram.posts.first)
                #expect(post.buttons == ["Yes": "t"] && id == "\(post.id)")
                telegram.press("t", of: post)
                let news = try await messenger.receive(since: nil, now: Sample.received)
                let press = try #require(news.events.first)
                guard case .choice("t", let number) = press.kind else {
                    throw CancellationError()
                }
                try await messenger.confirm(number, "Yes.", now: Sample.received)
                try await messenger.removeChoices(
                    from: press.message, in: press.chat, now: Sample.received)
                #expect(telegram.confirmations == ["Yes."])
                #expect(telegram.posts.first?.buttons.isEmpty == true)
            }
        }
    }

    @Test func `a wrong token is a sentence without it`() async throws {
        try await TelegramServer().serving { url in
            try await withTransport { transport in
                let messenger = Self.messenger(url, transport, token: "1:mistyped-token")
                let error = try await #require(throws: DeliveryError.self) {
                    try await messenger.receive(since: nil, now: Sample.received)
                }
                #expect("\(error)".contains("status 404"))
                #expect(!"\(error)".contains("mistyped"))
            }
        }
    }
}
