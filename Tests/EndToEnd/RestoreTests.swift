import Foundation
import GRDB
import Testing
import TestSupport

/// `backup` and `restore` with the real manager: purchases made after the copy are found and not
/// paid for twice.
@Suite("Restoring", .serialized, .timeLimit(.minutes(20)))
struct RestoreTests {
    /// Changes a copy as a program that made it could have.
    private func change(_ copy: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: copy)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func expiry(_ stage: Stage) async throws -> String {
        try #require(try await stage.list("lines").first?["expires_at"] as? String)
    }

    private func data(_ stage: Stage) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: stage.home + "/data")
            .filter { $0.hasPrefix("linekeeper.db") }.sorted()
    }

    @Test func `finds what was bought, extended and received after the copy was made`()
        async throws
    {
        let stage = try await Stage()
        let copy = stage.home + "/copy.db"
        var manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        #expect(try await stage.run("backup", copy).code == 0)
        let before = try await expiry(stage)
        #expect(try await stage.run("extend", "1", "14", "--yes").code == 0)
        #expect(try await stage.run("order", "WhatsApp", "GB", "--yes").code == 0)
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        try await eventually("it listens") {
            try await stage.list("lines").first?["listening_until"] is String
        }
        try await stage.sms(to: number, from: "MYBANK", "Code 482910")
        try await eventually("it is stored") { try await stage.list("inbox").count == 1 }
        let after = try await expiry(stage)
        #expect(after > before)

        let running = try await stage.run("restore", copy)
        #expect(running.code == 1)
        #expect(running.errors.contains("Stop it first"), "\(running.errors)")
        #expect(await manager.stopped() == 0)
        let restored = try await stage.run("restore", copy)
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(restored.output.contains("1 line, 0 messages"), "\(restored.output)")
        #expect(restored.output.contains("linekeeper.db.before-restore-1"))
        #expect(restored.output.contains("after the copy are not in it"))
        #expect(try data(stage) == ["linekeeper.db", "linekeeper.db.before-restore-1"])

        manager = try await stage.manager()
        try await eventually("all is found") {
            let (lines, inbox) = (try await stage.list("lines"), try await stage.list("inbox"))
            return lines.count == 3 && inbox.count == 1
                && lines.first?["expires_at"] as? String == after
        }
        #expect(try await stage.charges() == 4)
        #expect(try await stage.list("doubts").isEmpty)
        let kinds = try await stage.list("lines").map { $0["kind"] as? String ?? "" }
        #expect(kinds.sorted() == ["activation", "rental", "rental"])
        #expect(await manager.stopped() == 0)
    }

    @Test(arguments: ["pending", "running"])
    func `a purchase that was still to be made in the copy is found and not made again`(
        state: String
    ) async throws {
        let stage = try await Stage()
        let copy = stage.home + "/copy.db"
        var manager = try await stage.manager()
        try await stage.control(
            "faults",
            ["provider": "smspool", "endpoint": "purchase/sms", "kind": "slow", "count": 1])
        async let order = stage.run("order", "WhatsApp", "GB", "--yes")
        try await eventually("it is under way", every: .milliseconds(20)) {
            try await stage.charges() == 1
        }
        // The answer comes after three seconds, and not before the copy is made.
        stage.emulator.send(SIGSTOP)
        let made = try await stage.run("backup", copy)
        stage.emulator.send(SIGCONT)
        #expect(made.code == 0, "\(made.errors)")
        #expect(try await order.code == 0)
        #expect(await manager.stopped() == 0)
        if state == "pending" {
            try change(
                copy,
                "UPDATE action SET state = 'pending', attempts = 0 WHERE state = 'running'")
        }
        let restored = try await stage.run("restore", copy)
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(restored.output.contains("1 paid action pending in the copy"))

        manager = try await stage.manager()
        try await eventually("the doubt is settled", within: .seconds(120)) {
            try await stage.list("doubts").isEmpty
        }
        #expect(try await stage.list("lines").map { $0["state"] as? String } == ["waiting"])
        #expect(try await stage.charges() == 1)
        #expect(try await stage.list("spend").count == 1)
        #expect(await manager.stopped() == 0)
    }

    @Test func `an extension that was still to be made is compared, and made only if it was not`()
        async throws
    {
        let speed = 20
        let stage = try await Stage(speed: speed)
        try stage.configure("spending = { scripts = 1000 }")
        let copy = stage.home + "/copy.db"
        var manager = try await stage.manager(speed: speed)
        for _ in 0..<2 { #expect(try await stage.run("rent", "2", "7", "--yes").code == 0) }
        try await eventually("both listen") {
            try await stage.list("lines").allSatisfy { $0["listening_until"] is String }
        }
        #expect(try await stage.run("backup", copy).code == 0)
        #expect(try await stage.run("extend", "1", "14", "--yes").code == 0)
        #expect(await manager.stopped() == 0)
        // As if a script had decided on both and neither had begun.
        for line in 1...2 {
            try change(
                copy,
                """
                INSERT INTO action
                    (key, kind, state, line, origin, payload, created_at, due_at)
                SELECT 'k\(line)', 'extend', 'pending', \(line), '10-extend.lua', '{"days":14}',
                    purchased_at, purchased_at
                FROM line WHERE id = \(line)
                """)
        }
        #expect(try await stage.run("restore", copy).code == 0)
        manager = try await stage.manager(speed: speed)
        try await eventually("the second is extended", within: .seconds(120)) {
            try await stage.charges() == 4
        }
        try await eventually("nothing is in doubt", within: .seconds(60)) {
            try await stage.list("doubts").isEmpty
        }
        #expect(try await stage.charges() == 4)
        let expiries = try await stage.list("lines").compactMap { $0["expires_at"] as? String }
        #expect(Set(expiries.map { $0.prefix(10) }).count == 1, "\(expiries)")
        #expect(await manager.stopped() == 0)
    }

    @Test func `what scripts decided before is not paid for again, and can be retried`()
        async throws
    {
        let stage = try await Stage()
        try stage.configure("spending = { scripts = 1000 }")
        let copy = stage.home + "/copy.db"
        try stage.script(
            "10-extend.lua",
            """
            function on_message(message)
              if message.text:find("EXTEND") then keeper.extend(14) end
            end
            """)
        var manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        try await eventually("it listens") {
            try await stage.list("lines").first?["listening_until"] is String
        }
        #expect(try await stage.run("backup", copy).code == 0)
        try await stage.sms(to: number, from: "ME", "EXTEND please")
        try await eventually("it is extended") { try await stage.charges() == 2 }
        #expect(await manager.stopped() == 0)

        #expect(try await stage.run("restore", copy).code == 0)
        let restored = Date()
        manager = try await stage.manager()
        try await eventually("the message is handled again") {
            try await stage.list("inbox").first?["state"] as? String == "handled"
        }
        let action = try #require(
            try await stage.list("actions").first { $0["kind"] as? String == "extend" })
        #expect(action["state"] as? String == "failed")
        #expect((action["result"] as? String)?.contains("before the database was restored") == true)
        #expect(try await stage.charges() == 2)
        // What comes from now on is carried out as ever. The provider tells whole seconds.
        try await eventually("it is heard") {
            guard restored.timeIntervalSinceNow < -2 else { return false }
            return try await stage.sms(to: number, from: "ME", "EXTEND once more")
        }
        try await eventually("it is extended") { try await stage.charges() == 3 }
        try await eventually("that is over") {
            try await stage.list("actions").contains {
                $0["kind"] as? String == "extend" && $0["state"] as? String == "done"
            }
        }
        let id = try #require(action["id"] as? Int)
        #expect(try await stage.run("retry", "\(id)").code == 0)
        try await eventually("a person's word counts") { try await stage.charges() == 4 }
        #expect(await manager.stopped() == 0)
    }

    @Test func `refuses what is no copy with one sentence, and changes nothing`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        #expect(await manager.stopped() == 0)
        let database = URL(fileURLWithPath: stage.home + "/data/linekeeper.db")
        let bytes = try Data(contentsOf: database)
        let file = stage.home + "/notes.txt"
        try "not a copy".write(toFile: file, atomically: true, encoding: .utf8)
        for (path, says) in [
            (file, "cannot be restored"), (stage.home + "/none", "No such file"),
        ] {
            let result = try await stage.run("restore", path)
            #expect(result.code == 1)
            #expect(result.errors.contains(says), "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1)
        }
        #expect(try await stage.run("restore").code == 2)
        #expect(try Data(contentsOf: database) == bytes)
        #expect(try data(stage) == ["linekeeper.db"])
    }

    @Test func `killed at any of its steps it loses nothing, and can be run again`() async throws {
        let stage = try await Stage()
        let copy = stage.home + "/copy.db"
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        #expect(try await stage.run("backup", copy).code == 0)
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        // Killed directly, so that its last records are only in the log.
        manager.stop(SIGKILL)
        let origin = stage.home + "/data"
        unlink(origin + "/control.sock")
        var kills = 0
        for (name, last) in [("CRASH_AT_SYNC", 60), ("CRASH_AT_WRITE", 400)] {
            var step = 1
            while step < last {
                let home = stage.home + "/killed"
                try? FileManager.default.removeItem(atPath: home)
                try FileManager.default.createDirectory(
                    atPath: home, withIntermediateDirectories: true)
                try FileManager.default.copyItem(atPath: origin, toPath: home + "/data")
                let result = try await TestProcess.run(
                    ["restore", copy, "--home", home],
                    environment: [
                        "LD_PRELOAD": try #require(BuiltProgram.crashShim),
                        "CRASH_PATH": "/data", name: "\(step)",
                    ])
                if result.code == 0 { break }
                #expect(result.code == SIGKILL, "\(result.errors)")
                kills += 1
                try expectNothingLost(home + "/data/linekeeper.db", "\(name)=\(step)")
                let again = try await TestProcess.run(["restore", copy, "--home", home])
                #expect(again.code == 0, "\(name)=\(step): \(again.errors)")
                #expect(try lines(home + "/data/linekeeper.db") == 1)
                try expectNothingLost(home + "/data/linekeeper.db", "\(name)=\(step), again")
                step += name == "CRASH_AT_SYNC" ? 1 : 7
            }
            #expect(step < last, "there were more steps than were tried")
        }
        #expect(kills > 20)
    }

    /// The previous database is intact under one of the names.
    private func expectNothingLost(_ database: String, _ step: String) throws {
        let kept = (1...3).map { "\(database).before-restore-\($0)" }
        let counts = ([database] + kept).map { try? lines($0) }
        #expect(counts.contains(2), "\(step): \(counts)")
    }

    /// The number of lines in a database, read through a copy, because reading may change it.
    private func lines(_ database: String) throws -> Int? {
        let folder = try TestFolder("look")
        defer { withExtendedLifetime(folder) {} }
        let copy = folder.path + "/copy.db"
        for suffix in ["", "-wal"] where access(database + suffix, F_OK) == 0 {
            try FileManager.default.copyItem(atPath: database + suffix, toPath: copy + suffix)
        }
        guard access(copy, F_OK) == 0 else { return nil }
        let queue = try DatabaseQueue(path: copy)
        return try queue.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM line") }
    }
}
