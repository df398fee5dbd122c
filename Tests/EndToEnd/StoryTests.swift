import Crypto
import Foundation
import Testing
import TestSupport

/// The built binary against the emulator in another process, as a person would use them.
@Suite("The whole program", .serialized, .timeLimit(.minutes(20)))
struct StoryTests {
    @Test func `orders, receives, routes, signs and forwards, and prints the code alone`()
        async throws
    {
        let stage = try await Stage()
        let receiver = Receiver()
        try await receiver.serving { url in
            try stage.configure(
                """
                channels = {
                  desk = webhook { url = "\(url)", secret = "s3cret" },
                  log = file { path = "log.jsonl" },
                }
                routes = { codes = { "desk", "log" } }
                """)
            try stage.script(
                "10-codes.lua",
                """
                function on_message(message)
                  if message.code then keeper.route("codes") keeper.tag("code") end
                end
                """)
            let manager = try await stage.manager()
            let order = try await stage.run("order", "WhatsApp", "GB", "--yes")
            #expect(order.code == 0, "\(order.errors)")
            let line = try #require(try await stage.list("lines").first)
            let number = try #require(line["number"] as? String)
            #expect(line["state"] as? String == "waiting")
            #expect(
                try await stage.sms(to: number, from: "WhatsApp", "482-910 is your WhatsApp code"))
            let code = try await stage.run("code", number, "--wait", "2m")
            #expect(code.output == "482910\n")

            var posts = receiver.posts.makeAsyncIterator()
            let post = try #require(await posts.next())
            let stamp = try #require(post.headers["x-linekeeper-timestamp"])
            let mac = HMAC<SHA256>.authenticationCode(
                for: Data("\(stamp).".utf8) + post.body,
                using: SymmetricKey(data: Data("s3cret".utf8)))
            let hex = mac.map { String(format: "%02x", $0) }.joined()
            #expect(post.headers["x-linekeeper-signature"] == "sha256=\(hex)")
            let body = try #require(
                try JSONSerialization.jsonObject(with: post.body) as? [String: Any])
            #expect((body["message"] as? [String: Any])?["code"] as? String == "482910")
            #expect(post.headers["x-linekeeper-id"] == body["id"] as? String)
            let inbox = try await stage.list("inbox")
            #expect(inbox.map { $0["route"] as? String } == ["codes"])
            #expect(inbox.map { $0["tags"] as? [String] } == [["code"]])
            // The other channel of the route may be later.
            try await eventually("it is in the file") {
                let log = try? String(contentsOfFile: stage.home + "/log.jsonl", encoding: .utf8)
                return log?.contains("482-910") == true
            }
            #expect(await manager.stopped() == 0)
        }
    }

    @Test func `keeps what it has over a kill in the middle, and buys nothing twice`() async throws
    {
        let stage = try await Stage()
        var manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        var tail = try stage.tail()
        _ = await tail.line { $0.contains("It is listening") }
        try await stage.sms(to: number, from: "MYBANK", "Code 111222")
        _ = await tail.line { $0.contains("111222") }
        tail.stop()
        manager.stop(SIGKILL)
        // A message that arrives while no manager runs is found at the next start.
        try await stage.sms(to: number, from: "MYBANK", "Code 333444")
        manager = try await stage.manager()
        tail = try stage.tail()
        _ = await tail.line { $0.contains("333444") }
        tail.stop()
        let codes = try await stage.list("inbox").compactMap { $0["code"] as? String }
        #expect(codes.sorted() == ["111222", "333444"])
        #expect(try await stage.list("lines").count == 1)
        let ledger = try #require(try await stage.control("ledger") as? [[String: Any]])
        #expect(ledger.count { $0["kind"] as? String == "charge" } == 1)
        #expect(await manager.stopped() == 0)
    }

    @Test func `cancels an unused activation by itself once the provider allows it`() async throws {
        let stage = try await Stage(configuration: "activations = { cancel_unused_after = \"5s\" }")
        let manager = try await stage.manager()
        let order = try await stage.run("order", "Telegram", "GB", "--yes")
        #expect(order.code == 0, "\(order.errors)")
        let tail = try stage.tail()
        _ = await tail.line { $0.contains("\"postponed\"") }
        try await stage.advance(130)
        _ = await tail.line { $0.contains("money was returned") }
        tail.stop()
        let all = try await stage.list("lines", "--all")
        #expect(all.map { $0["state"] as? String } == ["refunded"])
        let spent = try await stage.list("spend")
        #expect(spent.count == 2)
        #expect(await manager.stopped() == 0)
    }

    @Test func `lets a script cancel an activation that an unwanted sender found`() async throws {
        let stage = try await Stage(generation: "document")
        try stage.script(
            "10-unwanted.lua",
            """
            function on_message(message)
              if message.text:find("CASINO") then keeper.cancel() end
            end
            function on_action(action)
              if action.kind == "cancel" and action.state == "failed" then
                keeper.finish(action.line)
              end
            end
            """)
        let manager = try await stage.manager()
        let order = try await stage.run("order", "Telegram", "GB", "--yes")
        #expect(order.code == 0, "\(order.errors)")
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        let tail = try stage.tail()
        try await stage.sms(to: number, from: "X", "CASINO bonus 4711")
        _ = await tail.line { $0.contains("cancel") }
        tail.stop()
        let actions = try await stage.list("actions")
        let cancel = try #require(actions.first { $0["kind"] as? String == "cancel" })
        #expect(cancel["origin"] as? String == "10-unwanted.lua")
        #expect(await manager.stopped() == 0)
    }

    @Test func `refunds inside the window, is refused after it, and extends`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        for _ in 0..<3 { #expect(try await stage.run("rent", "2", "7", "--yes").code == 0) }
        let refund = try await stage.run("refund", "1", "--yes")
        #expect(refund.code == 0, "\(refund.errors)")
        let before = try #require(
            try await stage.list("lines").last?["expires_at"] as? String)
        let extended = try await stage.run("extend", "3", "14", "--yes")
        #expect(extended.code == 0, "\(extended.errors)")
        let after = try #require(try await stage.list("lines").last?["expires_at"] as? String)
        #expect(after > before)
        let wrong = try await stage.run("extend", "3", "13", "--yes")
        #expect(wrong.code == 1)
        #expect(wrong.errors.contains("7, 14, 30"))
        try await stage.advance(13 * 3600)
        let late = try await stage.run("refund", "2", "--yes")
        #expect(late.code == 1)
        #expect(late.errors.contains("No longer refundable"))
        #expect(await manager.stopped() == 0)
    }

    @Test func `keeps activeFor up for half an hour without a gap`() async throws {
        // The margin of a window of 270 s is 54 s, which is 4.5 s at this speed: a busy machine may
        // stop everything for a second or two.
        let speed = 12
        let stage = try await Stage(
            speed: speed,
            configuration: "polling = { rentals = \"10m\", awaited = \"2s\", idle = \"10m\" }")
        let manager = try await stage.manager(speed: speed)
        #expect(try await stage.run("rent", "10", "7", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        let tail = try stage.tail()
        _ = await tail.line { $0.contains("It is listening") }
        // Two SMS per emulated minute: if the line is not listening, they are lost for good.
        var missed: [Int] = []
        for count in 0..<60 {
            if try await !stage.sms(to: number, from: "CLOCK", "count \(count)") {
                missed.append(count)
            }
            try await Task.sleep(for: .milliseconds(30_000 / speed))
        }
        #expect(missed.isEmpty)
        _ = await tail.line { $0.contains("count 59") }
        tail.stop()
        #expect(try await stage.list("inbox", "--limit", "100").count == 60)
        #expect(await manager.stopped() == 0)
    }

    @Test func `buys once when the answer is lost, says that it does not know, and finds out`()
        async throws
    {
        let stage = try await Stage()
        let manager = try await stage.manager()
        for endpoint in ["purchase/sms", "purchase/rental", "rental/extend"] {
            try await stage.control(
                "faults",
                [
                    "provider": "smspool", "endpoint": endpoint, "kind": "effect_then_reset",
                    "count": 1,
                ])
        }
        #expect(try await stage.run("order", "WhatsApp", "GB", "--yes").code == 4)
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 4)
        let tail = try stage.tail()
        _ = await tail.line { $0.contains("order done") }
        _ = await tail.line { $0.contains("rent done") }
        _ = await tail.line { $0.contains("It is listening") }
        #expect(try await stage.run("extend", "2", "14", "--yes").code == 4)
        _ = await tail.line { $0.contains("extend done") }
        tail.stop()
        #expect(try await stage.list("doubts").isEmpty)
        let states = try await stage.list("lines").map { $0["state"] as? String }
        #expect(states == ["waiting", "active"])
        let theirs = try #require(try await stage.control("ledger") as? [[String: Any]])
        let charged = theirs.map { ($0["amount"] as? String) ?? "" }
        let ours = try await stage.list("spend").reversed().map { row in
            "\(row["amount"] ?? "")".replacing("-", with: "")
        }
        #expect(charged.count == 3)
        #expect(ours.compactMap(Double.init) == charged.compactMap(Double.init))
        #expect(await manager.stopped() == 0)
    }

    @Test func `runs once on a home`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        let second = try await stage.run("serve")
        #expect(second.code == 1)
        #expect(second.errors.contains("already runs on this home"))
        #expect(await manager.stopped() == 0)
        let nobody = try await stage.run("lines")
        #expect(nobody.code == 3)
        #expect(nobody.errors.contains("linekeeper serve"))
    }
}
