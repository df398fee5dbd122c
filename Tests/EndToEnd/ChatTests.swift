import Foundation
import Testing
import TestSupport

/// The console in a chat: a real manager, and the Bot API of Telegram.
@Suite("A chat", .timeLimit(.minutes(10))) struct ChatTests {
    private static func configuration(_ url: String, _ commands: String) -> String {
        """
        channels = {
          phone = telegram {
            token = "\(TelegramServer.token)", chat = 42, server = "\(url)", \(commands)
          },
        }
        """
    }

    /// A manager with a chat, while `body` runs.
    private static func chatting(
        _ commands: String,
        _ body: @escaping @Sendable (TelegramServer, Stage) async throws -> Void
    ) async throws {
        let telegram = TelegramServer()
        try await telegram.serving { url in
            let stage = try await Stage(configuration: configuration(url, commands))
            let manager = try await stage.manager()
            try await body(telegram, stage)
            #expect(await manager.stopped() == 0)
        }
    }

    @Test func `answers questions of its owner and nobody else's`() async throws {
        try await Self.chatting("commands = true, commands_from = { 42, -100 }") {
            telegram, stage in
            let order = try await stage.run("order", "Google", "US", "--yes")
            try #require(order.code == 0, "\(order.errors)")
            telegram.say("/lines@linekeeper_bot")
            let lines = try await telegram.post(containing: "NUMBER")
            #expect(lines.chat == "42" && lines.entities == ["pre"])
            #expect(lines.text.split(separator: "\n").allSatisfy { $0.count <= 38 })

            // In a group, those who may; on a phone, as keyboards write it.
            telegram.say("Accounts", by: 42, in: -100)
            #expect(try await telegram.post(containing: "pool", after: 1).chat == "-100")
            telegram.say("Inbox \u{2014}since 1d")
            _ = try await telegram.post(containing: "No messages", after: 2)

            // A stranger, a stranger in the group, an old line: no answer but for the last.
            telegram.say("lines", by: 7)
            telegram.say("lines", by: 7, in: -100)
            telegram.say("lines", at: Date(timeIntervalSinceNow: -90))
            let last = try await telegram.post(containing: "older than a minute", after: 3)
            #expect(last.chat == "42")
            #expect(telegram.posts.count == 4)
            let events = try await stage.list("sql", "SELECT text FROM event WHERE kind = 'chat'")
            #expect(events.count == 1)
            #expect((events.first?["text"] as? String)?.contains("7") == true)
        }
    }

    @Test func `does not move money unless that is allowed`() async throws {
        try await Self.chatting("commands = true") { telegram, stage in
            for line in [
                "order google US --yes", "refund 1", "label 1 x", "lua", "sql SELECT 1",
            ] {
                let count = telegram.posts.count
                telegram.say(line)
                let words =
                    line.hasPrefix("order") || line.hasPrefix("refund")
                    ? "is for money" : "cannot be used in a chat"
                _ = try await telegram.post(containing: words, after: count)
            }
            #expect(try await stage.charges() == 0)
        }
    }

    @Test func `buys with one press of a button, once`() async throws {
        try await Self.chatting("commands = \"paid\"") { telegram, stage in
            // A yes on the line is not one: the price has not been seen.
            telegram.say("order google US --yes")
            let quote = try await telegram.post(containing: "Buy it?")
            #expect(quote.text.contains("price") && quote.buttons.count == 2)
            #expect(try await stage.charges() == 0)
            let yes = try #require(quote.buttons["Yes"])
            telegram.press(yes, of: quote)
            telegram.press(yes, of: quote)
            telegram.press(yes, of: quote, by: 7)
            _ = try await telegram.post(containing: "number", after: 1)
            try await eventually("both presses of the owner are answered") {
                telegram.confirmations.count == 2
            }
            #expect(telegram.confirmations.sorted() == ["This question is closed.", "Yes."])
            #expect(try await stage.charges() == 1)

            telegram.say("order google US")
            let second = try await telegram.post(containing: "Buy it?", after: 2)
            telegram.press(try #require(second.buttons["No"]), of: second)
            _ = try await telegram.post(containing: "Nothing was bought.", after: 3)
            #expect(telegram.posts.allSatisfy { $0.buttons.isEmpty })
            #expect(try await stage.charges() == 1)
        }
    }

    @Test func `a code is waited for and can be copied by a tap`() async throws {
        try await Self.chatting("commands = true") { telegram, stage in
            let order = try await stage.run("order", "Google", "US", "--yes")
            try #require(order.code == 0, "\(order.errors)")
            let line = try #require(try await stage.list("lines").first)
            telegram.say("code --wait 2m")
            try await stage.sms(
                to: try #require(line["number"] as? String), from: "Google",
                "G-482913 is your code <b>@everyone</b>")
            let code = try await telegram.post(containing: "482913")
            #expect(code.entities.first == "code")
        }
    }
}
