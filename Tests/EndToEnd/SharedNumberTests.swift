import Foundation
import Testing
import TestSupport

/// Several services on one number, in the finished program.
@Suite("Several services on one number, as ordered")
struct SharedNumberEndToEnd {
    private func stage() async throws -> Stage {
        let stage = try await Stage()
        let url = stage.smspool.replacing("/smspool", with: "/handler-api")
        let text = """
            accounts = {
              pool = { provider = "smspool", key = secret("E2E_KEY"), url = "\(stage.smspool)" },
              many = { provider = "handler-api", key = secret("E2E_KEY"), url = "\(url)" },
            }
            polling = { rentals = "1s", activations = "1s", awaited = "1s", idle = "5s" }
            """
        try text.write(toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
        return stage
    }

    @Test func `are bought together, and one more is added`() async throws {
        let stage = try await stage()
        let manager = try await stage.manager()
        let bought = try await stage.list("order", "Google,WhatsApp", "GB", "--together", "--yes")
        #expect(bought.compactMap { $0["service"] as? String } == ["Google", "WhatsApp"])
        #expect(Set(bought.compactMap { $0["number"] as? String }).count == 1)
        let number = try #require(bought.first?["number"] as? String)
        #expect(try await stage.charges() == 2)
        let twice = try await stage.run("order", "WhatsApp", "--on", "1", "--yes")
        #expect(twice.code == 1 && twice.errors.contains("is already on"), "\(twice.errors)")
        let added = try await stage.run("order", "Telegram", "--on", "1", "--yes")
        #expect(added.code == 0 && added.output.contains("line     3"), "\(added.errors)")
        #expect(try await stage.list("lines").compactMap { $0["number"] as? String }.count == 3)
        try await stage.sms(to: number, from: "WhatsApp", "118264 is your code")
        let code = try await stage.run("code", "2", "--wait", "2m")
        #expect(code.output.contains("118264"), "\(code.errors)")
        let spent = try await stage.list("spend", "--by", "line")
        #expect(Set(spent.compactMap { $0["name"] as? String }) == ["1", "2", "3"])
        for (line, says) in [
            (["order", "Google", "GB", "--together", "--yes"], "Give several services"),
            (["order", "Google", "--yes"], "Give a country"),
            (["order", "Google", "GB", "--on", "1", "--yes"], "leave out the country"),
            (["order", "Google,Uber", "GB", "--together", "--try", "2", "--yes"], "only."),
        ] {
            let wrong = try await TestProcess.run(
                line + ["--home", stage.home], environment: ["E2E_KEY": stage.key])
            #expect(wrong.code == 2 && wrong.errors.contains(says), "\(line): \(wrong.errors)")
        }
        let call = try await stage.run("order", "Google", "GB", "--by", "call", "--yes")
        #expect(call.code == 0, "\(call.errors)")
        let none = try await stage.run(
            "order", "Google", "GB", "--account", "pool", "--by", "call", "--yes")
        #expect(none.code == 1 && none.errors.contains("does not deliver codes by call"))
        #expect(await manager.stopped() == 0)
    }

    @Test func `are one doubt after a lost answer, and are found`() async throws {
        let stage = try await stage()
        let manager = try await stage.manager()
        try await stage.control(
            "faults",
            [
                "provider": "handler-api", "endpoint": "getMultiServiceNumber",
                "kind": "effect_then_reset", "count": 1,
            ])
        let order = try await stage.run("order", "Google,WhatsApp", "GB", "--together", "--yes")
        #expect(order.code == 4 || order.code == 0, "\(order.errors)")
        let isSettled = try await holds(within: .seconds(180), every: .milliseconds(500)) {
            try await stage.list("doubts").isEmpty
        }
        #expect(isSettled)
        let lines = try await stage.list("lines")
        #expect(lines.compactMap { $0["service"] as? String }.sorted() == ["Google", "WhatsApp"])
        #expect(try await stage.list("spend").count == 2)
        #expect(try await stage.charges() == 2)
        #expect(await manager.stopped() == 0)
    }
}

/// Webhooks of a provider, in the finished program.
@Suite("Webhooks of one's own programs")
struct WebhookEndToEnd {
    @Test func `are made, changed, tested, listed and deleted`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        let none = try await stage.run("webhooks")
        #expect(none.code == 1 && none.errors.contains("No account has webhooks"))
        #expect(await manager.stopped() == 0)
        let url = stage.smspool.replacing("/smspool", with: "/virtualsms/api/v1")
        let text = """
            accounts = { vsms = { provider = "virtualsms", key = secret("E2E_KEY"), url = "\(url)" } }
            """
        try text.write(toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
        let second = try await stage.manager()
        let made = try await stage.list(
            "webhooks", "--create", "https://desk.example/sms", "--events",
            "sms.received,balance.low", "--threshold", "2.50", "--description", "desk")
        let id = try #require(made.first?["id"] as? String)
        #expect((made.first?["secret"] as? String)?.isEmpty == false)
        #expect(made.first?["events"] as? [String] == ["sms.received", "balance.low"])
        let changed = try await stage.list(
            "webhooks", "--edit", id, "--events", "sms.received", "--paused", "on")
        #expect(changed.first?["state"] as? String == "paused")
        #expect(changed.first?["events"] as? [String] == ["sms.received"])
        #expect(
            try await stage.list("webhooks", "--edit", id, "--paused", "off").first?["state"]
                as? String == "active")
        let test = try await stage.run("webhooks", "--test", id)
        #expect(test.code == 0 && test.output.contains("is on its way"), "\(test.errors)")
        let calls = try await stage.list("webhooks", "--deliveries", id, "--limit", "5")
        #expect(calls.count == 1 && calls.first?["try"] is Int)
        let listed = try await stage.list("webhooks")
        #expect(listed.compactMap { $0["account"] as? String } == ["vsms"])
        #expect(listed.first?["url"] as? String == "https://desk.example/sms")
        #expect(listed.first?["description"] as? String == "desk")
        let asked = try await stage.run("webhooks", "--delete", id)
        #expect(asked.code == 2 && asked.errors.contains("Add --yes"))
        #expect(try await stage.run("webhooks", "--delete", id, "--yes").code == 0)
        #expect(try await stage.list("webhooks").isEmpty)
        let idle = try await stage.run("webhooks", "--edit", id)
        #expect(idle.code == 2 && idle.errors.contains("Nothing to change"))
        #expect(await second.stopped() == 0)
    }
}
