import Foundation
import Testing
import TestSupport

/// Scripts of several files, whose forwards go from channel to channel and are asked back about.
@Suite("A walk through scripts", .serialized, .timeLimit(.minutes(20)))
struct ScriptWalkTests {
    @Test func `share code, and forward along a chain that a kill does not break`() async throws {
        let stage = try await Stage(
            configuration: """
                channels = {
                  phone = webhook { url = "http://127.0.0.1:9/nobody" },
                  desk = program { command = { "/bin/sh", "-c", "cat >> desk.jsonl; echo urgent" } },
                  log = file { path = "log.jsonl" },
                }
                """)
        try FileManager.default.createDirectory(
            atPath: stage.home + "/scripts/lib", withIntermediateDirectories: true)
        try stage.script("lib/banks.lua", "return { names = require('names') }")
        try stage.script("lib/names.lua", "return { MYBANK = 'My bank' }")
        try stage.script(
            "10-bank.lua",
            """
            local banks = require("banks")
            function on_message(message)
              local name = banks.names[message.sender]
              if not name then return end
              keeper.tag("bank")
              keeper.tag_line("used")
              keeper.remember("asked", keeper.forward({ "phone", "desk" },
                { title = name, text = message.text, within = "3s" }))
            end
            function on_action(action)
              assert(action.handle == keeper.recall("asked"))
              keeper.emit("answered", { status = action.status, answer = action.answer })
            end
            """)
        try stage.script(
            "20-told.lua",
            """
            function on_event(name, data, from)
              keeper.forward("log", from .. " " .. name .. " " .. data.status .. " " .. data.answer)
            end
            """)
        var manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        var tail = try stage.tail()
        _ = await tail.line { $0.contains("It is listening") }
        try await stage.sms(to: number, from: "MYBANK", "Code 111222")
        _ = await tail.line { $0.contains("forward_retry") }
        tail.stop()
        manager.stop(SIGKILL)
        manager = try await stage.manager()
        tail = try stage.tail()
        let passed = await tail.line { $0.contains("forward_passed") }
        #expect(passed?.contains("desk is next") == true)
        _ = await tail.line { $0.contains("forward done: appended to") }
        tail.stop()
        let desk = try String(contentsOfFile: stage.home + "/desk.jsonl", encoding: .utf8)
        #expect(desk.split(separator: "\n").count == 1)
        #expect(desk.contains("\"title\":\"My bank\"") && desk.contains("Code 111222"))
        let log = try String(contentsOfFile: stage.home + "/log.jsonl", encoding: .utf8)
        #expect(log.contains("10-bank.lua answered 0 urgent"))
        let forwards = try await stage.list("actions").filter { $0["kind"] as? String == "forward" }
        #expect(Set(forwards.compactMap { $0["channel"] as? String }) == ["desk", "log"])
        #expect(try await stage.list("lines", "--all").first?["tags"] as? [String] == ["used"])

        // A module that is saved counts from the next message on, and tags by hand beside those of
        // scripts.
        try stage.script("lib/names.lua", "return { OTHER = 'Another' }")
        tail = try stage.tail()
        _ = await tail.line { $0.contains("10-bank.lua is loaded again") }
        try await stage.sms(to: number, from: "OTHER", "Code 333444")
        _ = await tail.line { $0.contains("333444") }
        tail.stop()
        let tagged = try await stage.run("tag", number, "by", "hand")
        #expect(tagged.output.contains("has the tags used, by, hand."))
        let untagged = try await stage.run("tag", number, "used", "--remove")
        #expect(untagged.output.contains("has the tags by, hand."))
        #expect(await manager.stopped() == 0)
    }
}
