import Foundation
import Testing
import TestSupport

/// Two accounts with different providers in one manager: which one is asked, which one sells, and
/// what is reported about a purchase if one of them lists nothing.
@Suite("Several accounts")
struct SeveralAccountsTests {
    /// A stage whose manager has both accounts.
    private func stage(speed: Int = 1) async throws -> Stage {
        let stage = try await Stage(speed: speed)
        let other = stage.smspool.replacing("/smspool", with: "/sms-activate-dev")
        let text = """
            accounts = {
              pool = { provider = "smspool", key = secret("E2E_KEY"), url = "\(stage.smspool)" },
              dev = { provider = "sms-activate-dev", key = secret("E2E_KEY"), url = "\(other)" },
            }
            polling = { rentals = "1s", activations = "1s", awaited = "1s", idle = "5s" }
            """
        try text.write(toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
        return stage
    }

    @Test func `the cheapest is ordered from, and a code comes from either`() async throws {
        let stage = try await stage()
        let manager = try await stage.manager()
        let offers = try await stage.list("offers", "WhatsApp", "--country", "DE")
        #expect(Set(offers.compactMap { $0["account"] as? String }) == ["pool", "dev"])
        func price(_ offer: [String: Any]) -> Double {
            Double("\(offer["price"] ?? "")") ?? .infinity
        }
        let cheapest = try #require(offers.min { price($0) < price($1) }?["account"] as? String)
        #expect(try await stage.run("order", "WhatsApp", "DE", "--yes").code == 0)
        let other = cheapest == "pool" ? "dev" : "pool"
        #expect(
            try await stage.run("order", "WhatsApp", "DE", "--account", other, "--yes").code == 0)
        let lines = try await stage.list("lines")
        #expect(lines.compactMap { $0["account"] as? String }.sorted() == ["dev", "pool"])
        #expect(lines.first { "\($0["id"] ?? "")" == "1" }?["account"] as? String == cheapest)
        for line in lines {
            let number = try #require(line["number"] as? String)
            try await stage.sms(to: number, from: "WhatsApp", "Your code is 123 456.")
            let code = try await stage.run("code", "\(line["id"] ?? "")", "--wait", "2m")
            #expect(code.code == 0, "\(code.errors)")
            #expect(code.output.contains("123456"))
        }
        #expect(await manager.stopped() == 0)
    }

    @Test func `1001SMS sells, brings its code and takes back what brought none`() async throws {
        let stage = try await Stage(speed: 10)
        let url = stage.smspool.replacing("/smspool", with: "/1001sms")
        let text = """
            accounts = {
              many = { provider = "1001sms", key = secret("E2E_KEY"), url = "\(url)" },
            }
            polling = { activations = "5s", awaited = "2s" }
            """
        try text.write(toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
        let manager = try await stage.manager(speed: 10)
        let offers = try await stage.list("offers", "google")
        let country = try #require(offers.first?["country"] as? String)
        for _ in 0..<2 {
            let order = try await stage.run("order", "google", country, "--yes")
            #expect(order.code == 0, "\(order.errors)")
        }
        let lines = try await stage.list("lines")
        let number = try #require(lines.first?["number"] as? String)
        let (answered, unused) = ("\(lines[0]["id"] ?? "")", "\(lines[1]["id"] ?? "")")
        try await stage.sms(to: number, from: "Google", "G-482910 is your code.")
        // Not with --wait: at this speed a code is no longer new when the command has started.
        var code = try await stage.run("code", answered)
        for _ in 0..<300 where code.code != 0 {
            try await Task.sleep(for: .milliseconds(200))
            code = try await stage.run("code", answered)
        }
        #expect(code.output.contains("482910"), "\(code.errors)")
        // Too early at first: it is made the moment it is allowed.
        #expect(try await stage.run("cancel", unused, "--yes").code == 0)
        var states: [String] = []
        for _ in 0..<500 where !states.contains("refunded") {
            states = try await stage.list("lines", "--all").compactMap { $0["state"] as? String }
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(states.contains("refunded"))
        // Features that only this provider has.
        let asked = try await stage.list("ask", "many")
        #expect(asked.contains { $0["what"] as? String == "transactions" })
        let movements = try await stage.list("ask", "many", "transactions")
        #expect(movements.count == 3)
        #expect(try await stage.run("ask", "many", "cancel-all").errors.contains("add --yes"))
        #expect(try await stage.run("ask", "many", "frob").code == 2)
        let spent = try await stage.list("spend").count
        #expect(spent == 3)
        #expect(await manager.stopped() == 0)
    }

    @Test func `an account that cannot be asked does not hide what the others lack`() async throws {
        let stage = try await Stage(speed: 1)
        let text = """
            accounts = {
              pool = { provider = "smspool", key = secret("E2E_KEY"), url = "\(stage.smspool)" },
              gone = { provider = "1001sms", key = secret("E2E_KEY"), url = "\(stage.smspool)/x" },
            }
            """
        try text.write(toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
        let manager = try await stage.manager()
        let offers = try await stage.run("offers", "WhatsApp", "--country", "Atlantis")
        #expect(offers.code == 1)
        #expect(offers.errors.contains("has no country Atlantis"), "\(offers.errors)")
        #expect(offers.errors.contains("Account gone: There is no API"), "\(offers.errors)")
        #expect(await manager.stopped() == 0)
    }

    @Test func `what a provider does not offer is said by its name`() async throws {
        let stage = try await stage()
        let manager = try await stage.manager()
        let rent = try await stage.run("rent", "2", "7", "--account", "dev", "--yes")
        #expect(rent.errors.contains("sms-activate.dev sells no rentals."))
        // Only one account sells rentals, so none has to be named.
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        let resent = try await stage.run("order", "Telegram", "RU", "--account", "dev", "--yes")
        #expect(resent.code == 0, "\(resent.errors)")
        #expect(
            try await stage.run("resend", "2").errors
                .contains("sms-activate.dev cannot request another code."))
        let countries = try await stage.run("offers", "Telegram", "--account", "dev")
        #expect(countries.errors.contains("give one"))
        #expect(await manager.stopped() == 0)
    }

    @Test(arguments: [false, true])
    func `a number that did its work is ordered once more, the answer lost or not`(
        isLost: Bool
    ) async throws {
        let stage = try await Stage(speed: 10)
        let address = stage.smspool.replacing("/smspool", with: "/handler-api")
        try """
        accounts = {
          hero = { provider = "handler-api", key = secret("E2E_KEY"), url = "\(address)" },
        }
        polling = { activations = "1s", awaited = "1s", idle = "5s" }
        """.write(toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
        let manager = try await stage.manager(speed: 10)
        #expect(try await stage.run("order", "WhatsApp", "GB", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        #expect(
            try await stage.run("again", "1", "--yes").errors.contains("has not ended"))
        try await stage.control("sms", ["number": number, "text": "1111 is your code"])
        try await eventually("its code is there") {
            try await stage.run("code", "1").output.contains("1111")
        }
        #expect(try await stage.run("finish", "1").code == 0)
        if isLost {
            try await stage.control(
                "faults",
                [
                    "provider": "handler-api", "endpoint": "getExtraActivation",
                    "kind": "effect_then_reset", "count": 1,
                ])
        }
        let again = try await stage.run("again", "1", "--yes")
        #expect(again.code == (isLost ? 4 : 0), "\(again.errors)")
        try await eventually("it waits again", within: .seconds(120)) {
            let line = try await stage.list("lines").first { $0["number"] as? String == number }
            return line?["state"] as? String == "waiting"
        }
        try await stage.control("sms", ["number": number, "text": "2222 is your code"])
        try await eventually("the other code is there") {
            try await stage.run("code", "2").output.contains("2222")
        }
        #expect(try await stage.list("spend").count == 2)
        #expect(await manager.stopped() == 0)
    }

    @Test(arguments: [true, false])
    func `where nothing is listed the balance tells of a purchase`(isBought: Bool) async throws {
        // Slow enough for the order to last while other tests run.
        let stage = try await stage(speed: 6)
        let manager = try await stage.manager(speed: 6)
        try await stage.control(
            "faults",
            [
                "provider": "sms-activate-dev", "endpoint": "api/v1/numbers/buy",
                "kind": isBought ? "effect_then_reset" : "reset", "count": 1,
            ])
        let order = try await stage.run("order", "Telegram", "RU", "--account", "dev", "--yes")
        #expect(order.code == 4)
        if isBought {
            var known = ""
            for _ in 0..<300 where !known.contains("so the purchase was made") {
                known = try await stage.list("doubts").first?["known"] as? String ?? ""
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(known.contains("The balance is 0.07 USD lower, so the purchase was made."))
            let theirs = try #require(try await stage.control("lines") as? [[String: Any]])
            let id = try #require(theirs.last?["id"] as? String)
            let adopted = try await stage.run("adopt", id, "--account", "dev")
            #expect(adopted.code == 0, "\(adopted.errors)")
        }
        for _ in 0..<300 where try await !stage.list("doubts").isEmpty {
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(try await stage.list("doubts").isEmpty)
        #expect(try await stage.list("lines").count == (isBought ? 1 : 0))
        #expect(try await stage.list("spend").count == (isBought ? 1 : 0))
        #expect(await manager.stopped() == 0)
    }
}
