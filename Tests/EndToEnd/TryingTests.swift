import Foundation
import GRDB
import Testing
import TestSupport

/// Scripts before and after they are live, with the real program: tests, comparisons and versions.
@Suite("Knowing before it is live", .serialized, .timeLimit(.minutes(20)))
struct TryingTests {
    private let folder: TestFolder
    private var home: String { folder.path }

    init() throws {
        folder = try TestFolder("home")
        for name in ["scripts/tests", "draft"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
        }
        try folder.write(
            "config.lua",
            """
            accounts = {
              own = {
                provider = "inbound", key = secret("OWN_KEY"), lines = { home = "+4915112345678" },
              },
            }
            channels = { phone = file { path = "phone.jsonl" } }
            """)
        try folder.write("scripts/20-bank.lua", Self.first)
    }

    private static let first = """
        function on_message(message)
          if message.sender == "MYBANK" then
            keeper.tag("bank")
          end
        end
        """
    private static let second = """
        function on_message(message)
          local sender = message.sender
          if sender == "MYBANK" then
            keeper.tag("bank")
            if message.code then keeper.forward("phone", { title = message.code }) end
          end
        end
        """

    private func manager() async throws -> TestProcess {
        let manager = try TestProcess(
            ["serve", "--home", home], environment: ["OWN_KEY": "s3cret"])
        try #require(await manager.line { $0.hasPrefix("Serving on") } != nil)
        return manager
    }

    private func run(
        _ words: String..., input: String? = nil
    ) async throws -> TestProcess.Result {
        try await TestProcess.run(words + ["--home", home], input: input)
    }

    private func list(_ words: String...) async throws -> [[String: Any]] {
        let result = try await TestProcess.run(words + ["--json", "--home", home])
        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(value as? [[String: Any]], "\(words): \(result.errors)")
    }

    /// Until the manager has handled the message with this id.
    private func handled(_ id: Int) async throws {
        let deadline = Date() + 120
        while Date() < deadline {
            let states = try await list("inbox").filter { $0["id"] as? Int == id }
                .map { $0["state"] as? String }
            if states == ["handled"] { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("message \(id) was not handled")
    }

    private func state(_ wanted: String) async throws -> Bool {
        let deadline = Date() + 120
        while Date() < deadline {
            let states = try await list("scripts").map { $0["state"] as? String }
            if states == [wanted] { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    @Test func `tests pass and fail, as TAP and JUnit, without a manager`() async throws {
        let test = """
            test("bank", function(t)
              t.message { sender = "MYBANK", text = "Your code is 482913" }
              t.expect.tag("bank")
              t.expect.forward("phone", { title = "482913" })
            end)
            """
        try folder.write("scripts/tests/20-bank.lua", test)
        let junit = home + "/tests.xml"
        let failed = try await run("test", "--junit", junit)
        #expect(failed.code == 1)
        #expect(
            failed.output.hasPrefix("TAP version 14\nnot ok 1 - tests/20-bank.lua: bank\n"))
        #expect(failed.output.contains("tests/20-bank.lua:4: expected forward to \"phone\""))
        #expect(failed.output.contains("got      tag \"bank\" (20-bank.lua:3)"))
        #expect(failed.output.hasSuffix("1..1\n"))
        let xml = try String(contentsOfFile: junit, encoding: .utf8)
        #expect(xml.contains("failures=\"1\""))

        try folder.write("scripts/20-bank.lua", Self.second)
        let passed = try await run("test", "20-bank.lua", "--coverage")
        #expect(passed.code == 0, "\(passed.output)")
        #expect(passed.output.contains("# 20-bank.lua  100%"))
        #expect(try await run("test", "nothing.lua").code == 2)
        folder.remove("scripts/tests/20-bank.lua")
        #expect(try await run("test").code == 2)
    }

    @Test func `a draft is tried and compared, goes live, and is rolled back`() async throws {
        var manager = try await manager()
        for (sender, text) in [("MYBANK", "Your code is 482913"), ("SHOP", "Hello")] {
            let taken = try await run(
                "receive", "--line", "home", "--sender", sender, input: text)
            #expect(taken.code == 0, "\(taken.errors)")
        }
        try await handled(2)
        try folder.write("draft/20-bank.lua", Self.second)
        let draft = home + "/draft/20-bank.lua"
        let tried = try await run("script", draft, "--try", "1", "--trace")
        #expect(tried.output.contains("forward to phone  (20-bank.lua:5)"), "\(tried.output)")
        #expect(tried.output.contains("title  482913"))
        #expect(tried.output.contains(", sender = \"MYBANK\""))
        #expect(tried.output.contains("20-bank.lua:4"))
        let text = try await list("script", draft, "--try", "--text", "Your code is 1234")
        #expect(text.map { $0["outcome"] as? String } == ["completed"])

        let diff = try await run("script", draft, "--diff", "--json")
        #expect(diff.code == 1, "\(diff.errors)")
        let changed = try JSONSerialization.jsonObject(with: Data(diff.output.utf8))
        #expect((changed as? [[String: Any]])?.map { $0["message"] as? Int } == [1])
        try folder.write("draft/20-bank.lua", "-- The same.\n" + Self.first)
        let same = try await run("script", draft, "--diff")
        #expect(same.code == 0, "\(same.errors)")
        #expect(same.errors.contains("Nothing changes on 2 messages"))

        let old = try #require(
            try await list("script", "20-bank.lua", "--versions").first?["hash"] as? String)
        try folder.write("scripts/20-bank.lua", "function on_message(")
        #expect(try await state("stale"))
        #expect(await manager.stopped() == 0)
        // The last version that loaded goes on over the restart.
        manager = try await self.manager()
        #expect(try await state("stale"))
        _ = try await run("receive", "--line", "home", "--sender", "MYBANK", input: "x")
        try await handled(3)
        let explained = try await run("explain", "3")
        #expect(explained.output.contains("version  \(old)"), "\(explained.output)")
        #expect(explained.output.contains("decided  tag \"bank\"  (20-bank.lua:3)"))

        let back = try await run("script", "20-bank.lua", "--rollback", String(old.prefix(6)))
        #expect(back.code == 0, "\(back.errors)")
        #expect(try await state("running"))
        let file = try String(contentsOfFile: home + "/scripts/20-bank.lua", encoding: .utf8)
        #expect(file == Self.first)
        let versions = try await list("script", "20-bank.lua", "--versions")
        #expect(versions.map { $0["state"] as? String } == ["replaced", "running"])
        let again = try await run("script", "20-bank.lua", "--rollback", old)
        #expect(again.code == 1)

        let typed = try await run(
            "lua", "--message", "1", input: "n = 1\nif n == 1 then\nkeeper.tag('x')\nend\nn + 1\n")
        #expect(typed.code == 0, "\(typed.errors)")
        #expect(typed.output == "would tag \"x\"\n2\n")
        #expect(await manager.stopped() == 0)
    }

    @Test func `many messages are compared piece by piece`() async throws {
        var manager = try await manager()
        _ = try await run("receive", "--line", "home", "--sender", "MYBANK", input: "x")
        try await handled(1)
        #expect(await manager.stopped() == 0)
        let database = try DatabaseQueue(path: home + "/data/linekeeper.db")
        try await database.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
                    INSERT INTO message
                        (line, account, sender, text, stored_at, is_first, state, tags, identity)
                    SELECT line, account, 'SHOP', 'message ' || i, stored_at + i, 0, 'handled', '[]',
                        'made ' || i
                    FROM message JOIN n WHERE id = 1
                    """)
        }
        try database.close()
        manager = try await self.manager()
        // The memory goes on from piece to piece.
        try folder.write(
            "draft/20-bank.lua",
            """
            function on_message(message)
              local n = (keeper.recall("n") or 0) + 1
              keeper.remember("n", n)
              if n == 2400 then keeper.tag("it") end
              if message.sender == "MYBANK" then keeper.tag("bank") end
            end
            """)
        let diff = try await run(
            "script", home + "/draft/20-bank.lua", "--diff", "--last", "2500", "--json")
        #expect(diff.code == 1)
        let rows = try JSONSerialization.jsonObject(with: Data(diff.output.utf8))
        let changed = try #require(rows as? [[String: Any]])
        #expect(changed.map { $0["message"] as? Int } == [2400])
        let tried = try await list("script", "20-bank.lua", "--try", "--last", "1200")
        #expect(tried.count == 1200)
        #expect(await manager.stopped() == 0)
    }

    /// What is shipped is what is tested: `linekeeper test` on the checkout's own scripts.
    @Test func `every script that is shipped has tests, and they pass`() async throws {
        let scripts = SourceTree.root.appending(path: "scripts").path
        let names = try FileManager.default.contentsOfDirectory(atPath: scripts)
            .filter { $0.hasSuffix(".lua") && !$0.hasSuffix(".d.lua") }
        #expect(names.count >= 4)
        for name in names {
            #expect(
                FileManager.default.fileExists(atPath: "\(scripts)/tests/\(name)"), "\(name)")
        }
        let result = try await TestProcess.run(
            ["test", "--coverage", "--home", SourceTree.root.path])
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        for name in names {
            let row = result.output.split(separator: "\n").first { $0.hasPrefix("# \(name)") }
            #expect(row?.contains(" 100% ") == true, "\(row ?? "no row of \(name)")")
        }
    }

    @Test func `every recipe is short and listed, has tests, and they pass`() async throws {
        let recipes = SourceTree.root.appending(path: "docs/recipes").path
        let names = try FileManager.default.contentsOfDirectory(atPath: recipes)
            .filter { $0.hasSuffix(".lua") }
        #expect(names.count >= 20)
        let document = SourceTree.root.appending(path: "docs/recipes.md")
        let rows = try String(contentsOf: document, encoding: .utf8).split(separator: "\n")
        for name in names {
            #expect(
                FileManager.default.fileExists(atPath: "\(recipes)/tests/\(name)"), "\(name)")
            let text = try String(contentsOfFile: "\(recipes)/\(name)", encoding: .utf8)
            let count = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
            #expect(count <= 40, "\(name)")
            let row = rows.first { $0.hasPrefix("| [\(name)](recipes/\(name)) |") }
            #expect(row?.hasSuffix(" | \(count) |") == true, "\(row ?? "no row of \(name)")")
        }
        let result = try await TestProcess.run(
            ["test", "--home", SourceTree.root.path] + names.map { "\(recipes)/tests/\($0)" })
        #expect(result.code == 0, "\(result.output)\(result.errors)")
    }
}
