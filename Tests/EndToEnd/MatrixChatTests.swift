import Foundation
import Testing
import TestSupport

/// The console in a room of Matrix: a real manager, and a homeserver.
@Suite("A room of Matrix", .timeLimit(.minutes(10))) struct MatrixChatTests {
    private static func configuration(_ url: String, _ commands: String) -> String {
        """
        channels = {
          room = matrix {
            server = "\(url)", token = "\(MatrixServer.token)", room = "\(MatrixServer.room)",
            commands_from = { "@me:example.org", "@you:example.org" }, \(commands)
          },
        }
        """
    }

    /// A homeserver and a home, while `body` runs.
    private static func staged(
        _ commands: String,
        _ body: @escaping @Sendable (MatrixServer, Stage) async throws -> Void
    ) async throws {
        let matrix = MatrixServer()
        try await matrix.serving { url in
            try await body(matrix, try await Stage(configuration: configuration(url, commands)))
        }
    }

    /// The same with a manager that hears the room.
    private static func chatting(
        _ commands: String,
        _ body: @escaping @Sendable (MatrixServer, Stage) async throws -> Void
    ) async throws {
        try await staged(commands) { matrix, stage in
            let manager = try await stage.manager()
            try await eventually("the room is listened to") { matrix.sinces.count >= 2 }
            try await body(matrix, stage)
            #expect(await manager.stopped() == 0)
        }
    }

    @Test func `answers questions of those who may and nobody else's`() async throws {
        try await Self.chatting("commands = true") { matrix, stage in
            let order = try await stage.run("order", "Google", "US", "--yes")
            try #require(order.code == 0, "\(order.errors)")
            let asked = matrix.say("Lines")
            let lines = try await matrix.post(containing: "NUMBER")
            #expect(lines.kind == "m.notice" && lines.answered == asked)
            #expect(lines.html.hasPrefix("<pre><code>"))
            #expect(lines.body.split(separator: "\n").allSatisfy { $0.count <= 38 })
            matrix.say("Inbox \u{2014}since 1d", by: "@you:example.org")
            _ = try await matrix.post(containing: "No messages", after: 1)

            // No answer to any of these but the last.
            matrix.say("lines", by: "@stranger:example.org")
            matrix.say("lines", kind: "m.notice")
            matrix.say("lines", by: MatrixServer.account)
            matrix.say(
                "accounts", more: ["m.relates_to": ["rel_type": "m.replace", "event_id": asked]])
            matrix.say("lines", at: Date(timeIntervalSinceNow: -90))
            _ = try await matrix.post(containing: "older than a minute", after: 2)
            #expect(matrix.posts.count == 3)
            let events = try await stage.list("sql", "SELECT text FROM event WHERE kind = 'chat'")
            #expect(events.count == 1)
            let text = try #require(events.first?["text"] as? String)
            #expect(text.contains("add @stranger:example.org to commands_from"))

            for line in ["order google US --yes", "refund 1"] {
                let count = matrix.posts.count
                matrix.say(line)
                _ = try await matrix.post(containing: "is for money", after: count)
            }
            for _ in 0..<21 { matrix.say("accounts") }
            _ = try await matrix.post(containing: "more than 20 commands")
            #expect(try await stage.charges() == 1)
        }
    }

    @Test func `buys after a yes below the price, once`() async throws {
        try await Self.chatting("commands = \"paid\"") { matrix, stage in
            // A yes with the command is not one, nor is one before the price: it has not been seen.
            matrix.say("order google US --yes")
            matrix.say("yes")
            _ = try await matrix.post(containing: "No question waits")
            let quote = try await matrix.post(containing: "Buy it? Type yes within a minute.")
            #expect(quote.body.contains("price") && quote.kind == "m.text")
            // Somebody else's yes is none, even if they may give commands, and their line cancels nothing.
            matrix.say("yes", by: "@you:example.org")
            _ = try await matrix.post(containing: "No question waits", after: 2)
            matrix.say("yes", by: "@stranger:example.org")
            #expect(try await stage.charges() == 0)
            matrix.refuse("send", times: 1)
            matrix.say("Yes")
            matrix.say("yes")
            _ = try await matrix.post(containing: "number", after: 3)
            _ = try await matrix.post(containing: "No question waits", after: 3)
            #expect(try await stage.charges() == 1)
        }
    }

    @Test func `anything but a yes buys nothing, and two orders are asked one after the other`()
        async throws
    {
        try await Self.chatting("commands = \"paid\"") { matrix, stage in
            matrix.say("order google US")
            _ = try await matrix.post(containing: "Buy it?")
            matrix.say("no")
            _ = try await matrix.post(containing: "Nothing was bought.", after: 1)

            matrix.say("order google US")
            _ = try await matrix.post(containing: "Buy it?", after: 2)
            matrix.say("accounts")
            _ = try await matrix.post(containing: "Nothing was bought.", after: 3)
            _ = try await matrix.post(containing: "pool", after: 3)
            #expect(try await stage.charges() == 0)

            let count = matrix.posts.count
            matrix.say("order google US")
            matrix.say("order google US")
            _ = try await matrix.post(containing: "Buy it?", after: count)
            #expect(matrix.posts.count { $0.body.contains("Buy it?") } == 3)
            matrix.say("yes")
            _ = try await matrix.post(containing: "Buy it?", after: count + 1)
            #expect(try await stage.charges() == 1)
            matrix.say("no")
            _ = try await matrix.post(containing: "Nothing was bought.", after: count + 2)
            #expect(try await stage.charges() == 1)
        }
    }

    @Test func `a restart repeats no command and carries out none that is old`() async throws {
        try await Self.staged("commands = true") { matrix, stage in
            matrix.say("lines", at: Date())
            for round in 1...2 {
                let manager = try await stage.manager()
                let before = matrix.posts.count
                // One while it listens; the second time also one from while it did not.
                if round == 2 {
                    _ = try await matrix.post(containing: "older than a minute")
                } else {
                    try await eventually("the room is listened to") { matrix.sinces.count >= 2 }
                }
                matrix.say("accounts")
                _ = try await matrix.post(containing: "pool", after: before)
                #expect(await manager.stopped() == 0)
                #expect(matrix.posts.count == (round == 1 ? 1 : 3))
                matrix.say("accounts", at: Date(timeIntervalSinceNow: -90))
            }
            // The second start went on where the first had ended.
            #expect(matrix.sinces.count { $0.isEmpty } == 1)
        }
    }
}
