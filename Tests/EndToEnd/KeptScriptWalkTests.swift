import Foundation
import GRDB
import Testing
import TestSupport

/// What a script waits for and what failed, by the commands of the console and of the shell.
@Suite("A walk through what waits", .serialized, .timeLimit(.minutes(4)))
struct KeptScriptWalkTests {
    private static let script = """
        function on_start()
          keeper.every("1d at 07:00", "digest")
          keeper.after("3h", "once", { n = 1 })
        end
        function on_timer() end
        function on_message(message)
          keeper.forward("dead", message.text)
          keeper.forward("later", message.text)
          keeper.remember("seen", message.id)
        end
        function on_action(action)
          keeper.remember("end " .. action.channel, action.state)
        end
        """

    @Test func `timers, forwards and memory are listed, moved, forgotten and dropped`()
        async throws
    {
        let stage = try await Stage(
            configuration: """
                channels = {
                  dead = program { command = { "/bin/sh", "-c", "exit 99" } },
                  later = file { path = "later.jsonl", digest = "1d at 07:00" },
                }
                """)
        try stage.script("-draft.lua", Self.script)
        let manager = try await stage.manager()
        try await eventually("its timers are set") {
            try await stage.list("script", "-draft", "--timers").count == 2
        }
        let timers = try await stage.list("script", "-draft", "--timers")
        #expect(timers.count == 2)
        let bare = try #require(timers.first { $0["name"] as? String == "digest" })
        #expect(bare["data"] is NSNull)
        let table = try await stage.run("script", "-draft.lua", "--timers")
        #expect(table.output.contains("digest") && !table.output.contains("null"))

        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        let tail = try stage.tail()
        _ = await tail.line { $0.contains("It is listening") }
        try await stage.sms(to: number, from: "MYBANK", "Hello")
        _ = await tail.line { $0.contains("forward failed") || $0.contains("forward_retry") }

        let renamed = try await stage.run("script", "-draft", "--rename", "-other.lua")
        #expect(renamed.code == 0, "\(renamed.errors)")
        #expect(renamed.output.contains("-other.lua has what -draft.lua remembered"))
        #expect(
            try await stage.list("actions").filter { $0["kind"] as? String == "forward" }
                .allSatisfy { $0["origin"] as? String == "-other.lua" })
        let forgotten = try await stage.run("script", "-other", "--forget", "seen")
        #expect(
            forgotten.output.contains("-other.lua has forgotten 1 key."), "\(forgotten.errors)")
        let dropped = try await stage.run("script", "-other", "--drop")
        #expect(
            dropped.output.contains("Dropped of -other.lua: 2 timers")
                && dropped.output.contains("(1 held back by the channel's times)"),
            "\(dropped.output)")
        _ = await tail.line { $0.contains("forward dropped") }
        tail.stop()
        #expect(try await stage.list("script", "-other", "--timers").isEmpty)
        #expect(try await stage.run("script", "-gone", "--drop").code == 1)
        #expect(manager.stop() == 0)
    }

    @Test func `failed forwards are listed, sent again and dropped by their channel`()
        async throws
    {
        let stage = try await Stage(
            configuration: """
                channels = {
                  one = webhook { url = "http://127.0.0.1:9/x" },
                  two = file { path = "two.jsonl" },
                }
                """)
        var manager = try await stage.manager()
        #expect(manager.stop() == 0)
        // As three days of tries would have left them.
        try await DatabaseQueue(path: stage.home + "/data/linekeeper.db").write {
            try $0.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
                    INSERT INTO action (key, kind, state, channel, origin, payload, attempts, created_at,
                        due_at, ended_at, result)
                    SELECT 'key-' || i, 'forward', 'failed', IIF(i % 2, 'one', 'two'),
                        IIF(i % 5, '10-a.lua', '20-b.lua'),
                        json_object('content', json_object('text', 'text ' || i)), 24, 0, 0, 0, '403'
                    FROM n
                    """)
        }
        manager = try await stage.manager()
        #expect(try await stage.list("retry").count == 50)
        let unasked = try await stage.run("retry", "--channel", "two")
        #expect(unasked.code == 2 && unasked.errors.contains("--yes"))
        let sent = try await stage.run("retry", "--channel", "two", "--yes")
        #expect(sent.output.contains("Retrying 250 forwards."))
        let dropped = try await stage.run("retry", "--script", "20-b", "--drop", "--yes")
        #expect(dropped.output.contains("Dropped 50 failed forwards."))
        let none = try await stage.run("retry", "--since", "1h", "--yes")
        #expect(none.output.contains("There are no failed forwards to retry."))
        try await eventually("each of them is sent once") {
            let file = stage.home + "/two.jsonl"
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").count == 250
        }
        let left = try await stage.list("actions", "--state", "failed", "--limit", "1000")
        #expect(left.count == 200)
        #expect(left.allSatisfy { $0["channel"] as? String == "one" })
        #expect(manager.stop() == 0)
    }
}
