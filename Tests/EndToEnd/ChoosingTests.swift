import Foundation
import Testing
import TestSupport

/// Offers compared and tried one after the other, by the program against the emulators.
@Suite("Choosing an offer")
struct ChoosingTests {
    private func configure(_ stage: Stage, _ accounts: String...) throws {
        let names = ["pool": "smspool", "many": "1001sms"]
        let lines = accounts.map { name in
            let provider = names[name] ?? name
            let url = stage.smspool.replacing("/smspool", with: "/\(provider)")
            return
                "\(name) = { provider = \"\(provider)\", key = secret(\"E2E_KEY\"), url = \"\(url)\" },"
        }
        let text = """
            accounts = { \(lines.joined(separator: "\n")) }
            polling = { rentals = "1s", activations = "1s", awaited = "1s", idle = "5s" }
            """
        try text.write(toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
    }

    @Test func `pools are listed with what is known of them, and one is ordered from`() async throws
    {
        let stage = try await Stage()
        try configure(stage, "pool", "many")
        let manager = try await stage.manager()
        let pools = try await stage.list("offers", "Google", "--country", "US", "--pools")
        #expect(Set(pools.compactMap { $0["account"] as? String }) == ["pool", "many"])
        let costs = pools.map { Double("\($0["cost_per_code"] ?? "")") ?? 0 }
        #expect(costs == costs.sorted() && !costs.contains(0))
        #expect(pools.allSatisfy { $0["stock"] is Int && $0["success"] is Int })
        let last = try #require(pools.last { $0["account"] as? String == "many" })
        let pool = try #require(last["pool"] as? String)
        let bought = try await stage.list(
            "order", "Google", "US", "--account", "many", "--pool", pool, "--yes")
        #expect("\(bought.first?["price"] ?? "")" == "\(last["price"] ?? "-")")
        let number = try #require(bought.first?["number"] as? String)
        try await stage.sms(to: number, from: "Google", "G-482910 is your code.")
        #expect(try await stage.run("code", "1", "--wait", "2m").output.contains("482910"))
        let after = try await stage.list("offers", "Google", "--country", "US", "--pools")
        let tried = after.filter { $0["own_orders"] as? Int == 1 }
        #expect(tried.compactMap { $0["pool"] as? String } == [pool])
        #expect(tried.first?["own_codes"] as? Int == 1 && tried.first?["median_wait"] is Int)
        let services = try await stage.list("offers", "--services", "--country", "canada")
        #expect(services.contains { $0["account"] as? String == "many" })
        let local = try await stage.list(
            "order", "Google", "US", "--account", "pool", "--area", "212", "--yes")
        #expect((local.first?["number"] as? String)?.hasPrefix("+1212") == true)
        let refused = try await stage.run(
            "order", "Google", "US", "--account", "many", "--area", "212", "--yes")
        #expect(refused.code == 1 && refused.errors.contains("no area codes"))
        let sums = try await stage.list("spend", "--by", "account")
        #expect(Set(sums.compactMap { $0["name"] as? String }) == ["pool", "many"])
        #expect(await manager.stopped() == 0)
    }

    @Test func `an offer that claims stock and has none is followed by the next`() async throws {
        let stage = try await Stage()
        try configure(stage, "pool", "many")
        let manager = try await stage.manager()
        // The provider lists one operator for this pair, with stock that it does not have.
        let offers = try await stage.list("offers", "PayPal", "--country", "DE", "--pools")
        let phantom = try #require(offers.first { $0["account"] as? String == "many" })
        let alone = try await stage.run("order", "PayPal", "DE", "--account", "many", "--yes")
        #expect(alone.code == 1)
        let tried = try await stage.run("order", "PayPal", "DE", "--try", "3", "--yes", "--json")
        #expect(tried.code == 0, "\(tried.errors)")
        let lines = try await stage.list("lines")
        #expect(lines.compactMap { $0["account"] as? String } == ["pool"])
        if offers.first?["account"] as? String == "many" {
            #expect(tried.errors.contains("Try 2"), "\(phantom) \(tried.errors)")
        }
        #expect(await manager.stopped() == 0)
    }

    @Test func `a doubt ends the tries with its exit code`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        try await stage.control(
            "faults",
            ["provider": "smspool", "endpoint": "purchase/sms", "kind": "effect_then_reset"])
        let tried = try await stage.run("order", "Google", "US", "--try", "3", "--yes")
        #expect(tried.code == 4, "\(tried.errors)")
        #expect(try await stage.charges() == 1)
        #expect(await manager.stopped() == 0)
    }

    @Test func `a number without a code is given back before another is bought`() async throws {
        // The code of the second has 24 seconds to come at this speed.
        let stage = try await Stage(speed: 10)
        let manager = try await stage.manager(speed: 10)
        async let ordered = stage.run(
            "order", "Google", "US", "--try", "2", "--if-no-code", "4m", "--yes")
        let number = try await answer("the second is bought", within: .seconds(180)) {
            let lines = try await stage.list("lines", "--all")
            return lines.first { "\($0["id"] ?? "")" == "2" }?["number"] as? String
        }
        try await stage.sms(to: number, from: "Google", "G-604118 is your code.")
        let result = try await ordered
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("604118"), "\(result.output)")
        let lines = try await stage.list("lines", "--all")
        let states = lines.map { "\($0["id"] ?? "") \($0["state"] ?? "")" }
        #expect(states.contains("1 refunded") && lines.count == 2, "\(states)")
        #expect(await manager.stopped() == 0)
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func `nothing more is bought once the command is gone`(signal: Int32) async throws {
        // The number would be given back after 18 seconds at this speed, and runs out after 60.
        let stage = try await Stage(speed: 10)
        let manager = try await stage.manager(speed: 10)
        let command = try TestProcess([
            "order", "Google", "US", "--try", "3", "--if-no-code", "3m", "--yes", "--home",
            stage.home,
        ])
        try await eventually("it is bought", every: .milliseconds(20)) {
            try await stage.charges() == 1
        }
        try await eventually("the line is there", every: .milliseconds(50)) {
            try await !stage.list("lines").isEmpty
        }
        command.send(signal)
        #expect(await command.ends(within: .seconds(60)))
        // Longer than the time after which it would have been given back.
        try await Task.sleep(for: .seconds(20))
        let kept = try await stage.list("lines")
        #expect(kept.map { $0["state"] as? String } == ["waiting"])
        #expect(try await stage.charges() == 1)
        #expect(await manager.stopped() == 0)
    }
}
