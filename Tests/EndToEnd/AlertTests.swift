import Foundation
import Testing
import TestSupport

/// What a person hears of a manager that is not well, over a channel and over a heartbeat.
@Suite("Alerts", .serialized, .timeLimit(.minutes(4)))
struct AlertTests {
    private func stage(calling url: String, settled: String = "20s") async throws -> Stage {
        let stage = try await Stage()
        let text = """
            accounts = {
              pool = {
                provider = "smspool", key = secret_file("pool.key"), url = "\(stage.smspool)",
              },
            }
            polling = { rentals = "1s", activations = "1s", awaited = "1s", idle = "5s" }
            channels = { phone = webhook { url = "\(url)/phone" } }
            alerts = { to = { "phone" }, settled_after = "\(settled)" }
            heartbeat = { url = "\(url)", every = "10s", method = "post" }
            """
        try text.write(toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
        return stage
    }

    private func set(key: String, of stage: Stage) throws {
        let file = stage.home + "/pool.key"
        try key.write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    }

    private func until(_ isSo: () async throws -> Bool) async throws -> Bool {
        try await holds(within: .seconds(90), every: .milliseconds(200), isSo)
    }

    private func content(_ post: Receiver.Post) throws -> [String: Any] {
        let body = try JSONSerialization.jsonObject(with: post.body) as? [String: Any]
        return body ?? [:]
    }

    @Test func `a refused key is told once, its end after the restart that mends it`()
        async throws
    {
        let receiver = Receiver()
        try await receiver.serving { url in
            let stage = try await stage(calling: url)
            let wrong = "ffffffffffffffffffffffffffffffff"
            try set(key: wrong, of: stage)
            var manager = try await stage.manager(speed: 10)
            #expect(try await until { !receiver.posts(of: "phone").isEmpty })
            #expect(try await until { receiver.posts(of: "fail").count >= 2 })
            #expect(receiver.posts(of: "fail").last?.text == "key refused: pool")
            let open = try await stage.list("alerts")
            #expect(open.map { $0["kind"] as? String } == ["key_refused"])
            #expect(open.map { $0["is_told"] as? Bool } == [true])
            let told = receiver.posts(of: "phone")
            #expect(told.count == 1)
            #expect(told[0].text.contains("Account pool: SMSPool refuses the key."))
            #expect(told[0].text.contains("key refused (pool)"))
            // A person tries whether it would arrive.
            let trial = try await stage.run("alerts", "--test")
            #expect(trial.code == 0 && trial.output.contains("phone: delivered"), "\(trial)")
            #expect(receiver.posts(of: "phone").count == 2)
            #expect(manager.stop() == 0)

            receiver.forget("")
            try set(key: stage.key, of: stage)
            manager = try await stage.manager(speed: 10)
            #expect(try await until { receiver.posts(of: "phone").count == 3 })
            let end = try #require(receiver.posts(of: "phone").last)
            #expect(end.text.contains("over: key refused (pool)"), "\(end.text)")
            #expect(end.text.contains("SMSPool accepts the key of account pool again."))
            #expect(try await until { receiver.posts(of: "").count >= 2 }, "all is well")
            #expect(receiver.posts(of: "").allSatisfy { $0.body.isEmpty })
            #expect(try await stage.list("alerts").isEmpty)
            let all = try await stage.list("alerts", "--all")
            #expect(all.map { $0["state"] as? String } == ["over"])
            #expect(manager.stop() == 0)
            #expect(receiver.posts(of: "phone").count == 3)
            for name in ["phone", "fail", ""] {
                for post in receiver.posts(of: name) {
                    #expect(!post.text.contains(wrong) && !post.text.contains(stage.key))
                }
            }
        }
    }

    @Test func `a database that cannot be written is told all the same`() async throws {
        let receiver = Receiver()
        try await receiver.serving { url in
            let stage = try await stage(calling: url, settled: "5s")
            try set(key: stage.key, of: stage)
            let disk = try FailingDisk()
            let manager = try WatchedManager(stage, on: disk)
            try await manager.start()
            #expect(try await until { !receiver.posts(of: "").isEmpty }, "all is well")
            try disk.have(.readOnly)
            #expect(try await until { !receiver.posts(of: "phone").isEmpty })
            let told = try #require(receiver.posts(of: "phone").first)
            #expect(told.text.contains("The database cannot be written."), "\(told.text)")
            #expect(try await until { !receiver.posts(of: "fail").isEmpty })
            #expect(receiver.posts(of: "fail").first?.text == "database not writable")
            try disk.have(.none)
            #expect(try await until { receiver.posts(of: "phone").count == 2 })
            #expect(receiver.posts(of: "phone").last?.text.contains("can be written again") == true)
            #expect(manager.running.stop() == 0)
            #expect(receiver.posts(of: "phone").count == 2)
        }
    }
}
