import Foundation
import Testing
import TestSupport

/// Settings that live at the provider, and what the account is told, in the finished program.
@Suite("Settings at the provider") struct RentalSettingTests {
    @Test func `a rental is left to the provider that extends it, and taken back`() async throws {
        let stage = try await Stage(
            configuration: "rentals = { extend_before = \"6d\", extend_days = 7, max_price = 1 }")
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "7", "7", "--yes").code == 0)
        #expect(try await stage.list("plan", "1").contains { $0["what"] as? String == "extend" })
        let asked = try await stage.run("line", "1", "--auto-extend", "on")
        #expect(asked.code == 2 && asked.errors.contains("Add --yes"))
        let on = try await stage.run("line", "1", "--auto-extend", "on", "--yes")
        #expect(on.code == 0, "\(on.errors)")
        #expect(on.errors.contains("regardless of the spending limits"))
        let plan = try await stage.list("plan", "1")
        #expect(!plan.contains { $0["what"] as? String == "extend" })
        #expect(
            plan.contains { ($0["reason"] as? String)?.contains("extends it by itself") == true })
        #expect(try await stage.run("line", "1").output.contains("pool, by itself"))
        // Set twice, it stays set: the call at the provider only toggles.
        #expect(try await stage.run("line", "1", "--auto-extend", "on", "--yes").code == 0)
        #expect(try await calls("rental/auto_extend", of: stage) == 1)
        #expect(try await stage.run("line", "1", "--auto-extend", "off").code == 0)
        #expect(try await stage.list("plan", "1").contains { $0["what"] as? String == "extend" })
        #expect(await manager.stopped() == 0)
    }

    @Test func `a port is reset, and what has none is refused`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "7", "7", "--yes").code == 0)
        #expect(try await stage.run("rent", "24", "7", "--yes").code == 0)
        #expect(try await stage.run("order", "WhatsApp", "GB", "--yes").code == 0)
        let reset = try await stage.run("reset", "1")
        #expect(reset.code == 0 && reset.output.contains("was reset"), "\(reset.errors)")
        #expect(try await calls("rental/reset", of: stage) == 1)
        #expect(try await stage.run("reset", "2").code == 1)
        let order = try await stage.run("reset", "3")
        #expect(order.errors.contains("Only rentals can be reset."))
        #expect(await manager.stopped() == 0)
    }

    @Test func `a script resets a port and stops automatic extension`() async throws {
        let stage = try await Stage(configuration: "spending = { scripts = 20 }")
        try stage.script(
            "10-rentals.lua",
            """
            function on_message(message)
              if message.text == "on" then keeper.auto_extend(true) end
              if message.text == "off" then keeper.auto_extend(message.line, false) end
              if message.text == "reset" then keeper.reset() end
            end
            """)
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "7", "7", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        func isOn() async throws -> Bool? {
            try await stage.list("lines").first?["auto_extend"] as? Bool
        }
        #expect(try await isOn() == false)
        for (word, expected) in [("on", true), ("off", false)] {
            _ = try await holds(within: .seconds(120), every: .milliseconds(500)) {
                try await stage.sms(to: number, from: "x", word)
            }
            let isDone = try await holds(within: .seconds(120), every: .milliseconds(500)) {
                try await isOn() == expected
            }
            #expect(isDone, "\(word)")
        }
        #expect(try await calls("rental/auto_extend", of: stage) == 2)
        try await stage.sms(to: number, from: "x", "reset")
        let isReset = try await holds(within: .seconds(120), every: .milliseconds(500)) {
            try await calls("rental/reset", of: stage) == 1
        }
        #expect(isReset)
        let actions = try await stage.list("actions")
        let kinds = actions.filter { $0["origin"] as? String == "10-rentals.lua" }
            .compactMap { $0["kind"] as? String }
        #expect(Set(kinds) == ["auto_extend", "reset"])
        #expect(await manager.stopped() == 0)
    }

    @Test func `the archive is emptied when asked, and kept while a doubt needs it`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        #expect(try await stage.run("ask", "pool", "archive").errors.contains("add --yes"))
        #expect(try await stage.run("ask", "pool", "archive", "--yes").code == 0)
        let wrong = try await stage.run("ask", "pool", "history", "page=0")
        #expect(wrong.code == 2 && wrong.errors.contains("page must be a whole number"))
        // Neither the purchase nor the lists that would settle it are answered.
        for path in ["purchase/sms", "request/active", "request/history"] {
            try await stage.control(
                "faults",
                [
                    "endpoint": path,
                    "kind": path == "purchase/sms" ? "effect_then_reset" : "reset",
                    "count": path == "purchase/sms" ? 1 : 100,
                ])
        }
        let order = try await stage.run("order", "WhatsApp", "GB", "--yes")
        #expect(order.code == 4, "\(order.errors)")
        let refused = try await stage.run("ask", "pool", "archive", "--yes")
        #expect(refused.code == 1 && refused.errors.contains("in doubt"), "\(refused.errors)")
        #expect(try await calls("request/archive", of: stage) == 1)
        _ = manager.stop()
    }

    @Test func `a low balance is told once, and again when it is over`() async throws {
        let stage = try await Stage(configuration: "alerts = { balance_below = 95 }")
        var manager = try await stage.manager()
        #expect(try await stage.run("rent", "7", "7", "--yes").code == 0)
        for _ in 0..<3 { #expect(try await stage.run("balance").code == 0) }
        // Nor is it told again by the next manager.
        #expect(await manager.stopped() == 0)
        manager = try await stage.manager()
        #expect(try await stage.run("balance").code == 0)
        try await stage.control("account", ["provider": "smspool", "balance": "120.00"])
        #expect(try await stage.run("balance").code == 0)
        let events = try await stage.list(
            "sql", "SELECT kind FROM event WHERE kind LIKE 'balance%' ORDER BY id")
        #expect(events.compactMap { $0["kind"] as? String } == ["balance_low", "balance_ok"])
        #expect(await manager.stopped() == 0)
    }

    @Test func `practice has an account of every provider, and the same lines at every start`()
        async throws
    {
        var seen: [[String]] = []
        for _ in 0..<2 {
            let folder = try TestFolder("practice")
            let manager = try TestProcess(["serve", "--home", folder.path])
            let line = await manager.line { $0.hasPrefix("Serving on") }
            try #require(line != nil, "the manager did not start")
            func list(_ command: String...) async throws -> [[String: Any]] {
                let result = try await TestProcess.run(
                    command + ["--json", "--home", folder.path])
                let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
                return try #require(value as? [[String: Any]])
            }
            var lines: [[String: Any]] = []
            _ = try await holds(within: .seconds(120), every: .milliseconds(200)) {
                // One of them runs out soon.
                lines = try await list("lines", "--all")
                return lines.count >= 12
                    && lines.contains {
                        $0["account"] as? String == "virtualsms"
                            && $0["state"] as? String == "received"
                    }
            }
            seen.append(
                lines.map { "\($0["id"] ?? "") \($0["account"] ?? "") \($0["number"] ?? "")" })
            let accounts = try await list("accounts").compactMap { $0["name"] as? String }
            #expect(
                Set(accounts)
                    == ["practice", "1001sms", "sms-activate-dev", "virtualsms", "handler-api"])
            #expect(lines.prefix(5).allSatisfy { $0["account"] as? String == "practice" })
            #expect(
                Set(lines.compactMap { $0["state"] as? String }).isSuperset(of: [
                    "active", "waiting", "received",
                ]))
            #expect(await manager.stopped() == 0)
        }
        #expect(seen[0] == seen[1])
        #expect(seen[0].count == 12, "\(seen[0])")
    }

    private func calls(_ endpoint: String, of stage: Stage) async throws -> Int {
        let counts = try await stage.control("requests") as? [[String: Any]] ?? []
        return counts.filter { $0["endpoint"] as? String == endpoint }
            .compactMap { $0["count"] as? Int }.reduce(0, +)
    }
}
