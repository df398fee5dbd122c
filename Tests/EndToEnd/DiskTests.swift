import Foundation
import Testing
import TestSupport

/// The real manager on a disk that fails while it runs.
@Suite("Disk trouble", .serialized, .timeLimit(.minutes(20)))
struct DiskTests {
    private static let purchases = ["purchase/sms", "purchase/rental", "rental/extend"]

    /// The number of paid calls the emulator has received.
    private func paidCalls(_ stage: Stage) async throws -> Int {
        try await calls(stage, Self.purchases)
    }

    private func calls(_ stage: Stage, _ endpoints: [String]) async throws -> Int {
        let rows = try #require(try await stage.control("requests") as? [[String: Any]])
        return rows.filter { endpoints.contains($0["endpoint"] as? String ?? "") }
            .reduce(0) { $0 + ($1["count"] as? Int ?? 0) }
    }

    @Test(arguments: [FailingDisk.Trouble.full, .readOnly])
    func `keeps answering, buys nothing, loses nothing, and recovers by itself`(
        trouble: FailingDisk.Trouble
    ) async throws {
        let stage = try await Stage()
        let disk = try FailingDisk()
        let manager = try WatchedManager(stage, on: disk)
        try await manager.start()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        try await eventually("it listens") {
            try await stage.list("lines").first?["listening_until"] is String
        }
        try await stage.sms(to: number, from: "MYBANK", "Code 111111")
        try await eventually("a message is stored") { try await stage.list("inbox").count == 1 }
        let tail = try stage.tail()
        // What cannot be stored is told only to those who watch already.
        #expect(await tail.line { $0.contains("Code 111111") } != nil)

        try disk.have(trouble)
        try await stage.sms(to: number, from: "MYBANK", "Code 222222")
        let said = await tail.line { $0.contains("store_trouble") }
        #expect(said?.contains(trouble == .full ? "is full" : "cannot be written") == true)
        let (paid, time, log) = (try await paidCalls(stage), manager.processorTime, manager.errors)
        let began = ContinuousClock.now
        for words in [["order", "WhatsApp", "GB", "--yes"], ["rent", "2", "7", "--yes"]] {
            let refused = try await TestProcess.run(
                words + ["--home", stage.home], environment: ["E2E_KEY": stage.key])
            #expect(refused.code == 1, "\(refused.output)")
            #expect(refused.errors.contains("linekeeper.db"), "\(refused.errors)")
        }
        for command in ["lines", "inbox", "accounts", "plan", "spend", "doubts", "actions"] {
            #expect(try await stage.run(command).code == 0, "\(command)")
        }
        // Questions to the provider go on and keep the line listening; nothing spins.
        try await Task.sleep(for: .seconds(10))
        #expect(try await paidCalls(stage) == paid)
        let seconds = began.duration(to: .now) / .seconds(1)
        #expect(manager.processorTime - time < max(4, seconds * 0.3))
        let complaints = manager.errors.dropFirst(log.count).split(separator: "\n")
        #expect(Double(complaints.count) < max(5, seconds / 3), "\(complaints)")
        #expect(try await stage.list("inbox").count == 1)

        try disk.have(.none)
        #expect(await tail.line { $0.contains("store_ok") } != nil)
        try await eventually("what came meanwhile is stored", within: .seconds(90)) {
            try await stage.list("inbox").count == 2
        }
        tail.stop()
        #expect(try await stage.run("order", "WhatsApp", "GB", "--yes").code == 0)
        #expect(try await stage.charges() == 2)
        #expect(try await stage.list("lines").count == 2)
        #expect(try await stage.list("spend").count == 2)
        #expect(await manager.running.stopped() == 0)
    }

    @Test func `goes on looking while what is due cannot be written down`() async throws {
        let stage = try await Stage(configuration: "activations = { cancel_unused_after = \"3s\" }")
        let disk = try FailingDisk()
        let manager = try WatchedManager(stage, on: disk)
        try await manager.start()
        #expect(try await stage.run("order", "WhatsApp", "GB", "--yes").code == 0)
        try disk.have(.full)
        try await eventually("the cancel came due") {
            manager.errors.contains("the database cannot be written")
        }
        func looks() async throws -> Int {
            try await calls(stage, ["request/active", "sms/check"])
        }
        let before = try await looks()
        try await eventually("it is looked at all the while") {
            try await looks() > before + 3
        }
        #expect(try await calls(stage, ["sms/cancel"]) == 0)
        try disk.have(.none)
        try await eventually("the cancel is tried") {
            try await calls(stage, ["sms/cancel"]) > 0
        }
        #expect(await manager.running.stopped() == 0)
    }

    @Test(arguments: [false, true])
    func `writes the outcome of a paid call once there is room, or asks after a kill`(
        isKilled: Bool
    ) async throws {
        let stage = try await Stage()
        let disk = try FailingDisk()
        let manager = try WatchedManager(stage, on: disk)
        try await manager.start()
        // Carried out at once, answered after three seconds.
        try await stage.control(
            "faults",
            ["provider": "smspool", "endpoint": "purchase/sms", "kind": "slow", "count": 1])
        async let order = stage.run("order", "WhatsApp", "GB", "--yes")
        try await eventually("it was bought", every: .milliseconds(20)) {
            try await stage.charges() == 1
        }
        try disk.have(.full)
        try await eventually("its outcome waits") {
            manager.errors.contains("outcome not written yet")
        }
        #expect(try await stage.list("actions").first?["state"] as? String == "running")
        if isKilled {
            manager.running.stop(SIGKILL)
            #expect(try await order.code != 0)
            let next = try await stage.manager()
            try await eventually("the doubt is settled", within: .seconds(90)) {
                try await stage.list("doubts").isEmpty
            }
            try await expectOneOrder(stage)
            #expect(await next.stopped() == 0)
        } else {
            try disk.have(.none)
            #expect(try await order.code == 0)
            try await expectOneOrder(stage)
            #expect(await manager.running.stopped() == 0)
        }
    }

    private func expectOneOrder(_ stage: Stage) async throws {
        #expect(try await stage.list("lines").map { $0["state"] as? String } == ["waiting"])
        #expect(try await stage.charges() == 1)
        #expect(try await paidCalls(stage) == 1)
        #expect(try await stage.list("spend").count == 1)
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func `ended or killed on a full disk it has all that was stored before`(
        signal: Int32
    ) async throws {
        let stage = try await Stage()
        let disk = try FailingDisk()
        var manager = try WatchedManager(stage, on: disk)
        try await manager.start()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        try disk.have(.full)
        #expect(try await stage.run("label", "1", "work").code == 1)
        manager.running.send(signal)
        #expect(await manager.running.end(within: 60) == (signal == SIGTERM ? 0 : SIGKILL))
        // If there is still no room, a start reports it or serves; it loses nothing either.
        manager = try WatchedManager(stage, on: disk)
        if await manager.running.line(where: { $0.hasPrefix("Serving on") }) != nil {
            #expect(try await stage.list("lines").count == 1)
            manager.running.stop()
        } else {
            #expect(await manager.running.end(within: 60) != nil)
            #expect(manager.errors.contains("is full"), "\(manager.errors)")
        }
        try disk.have(.none)
        let next = try await stage.manager()
        #expect(try await stage.list("lines").map { $0["label"] as? String } == [nil])
        #expect(try await stage.run("label", "1", "work").code == 0)
        #expect(try await stage.charges() == 1)
        #expect(await next.stopped() == 0)
    }

    @Test func `does not deliver a forward again and again because it cannot note it`()
        async throws
    {
        let stage = try await Stage()
        let (out, full) = (stage.home + "/delivered", stage.home + "/full")
        // Its delivery ends when the disk is full, however long that takes.
        try stage.configure(
            """
            channels = { bell = program {
              command = { "sh", "-c",
                "echo once >> \(out); while [ ! -e \(full) ]; do sleep 0.1; done" },
              timeout = "5m" } }
            """)
        let disk = try FailingDisk()
        let manager = try WatchedManager(stage, on: disk)
        try await manager.start()
        async let test = stage.run("channels", "--test", "bell")
        try await eventually("it is delivered") { FileManager.default.fileExists(atPath: out) }
        try disk.have(.full)
        #expect(FileManager.default.createFile(atPath: full, contents: nil))
        try await eventually("the trouble is noticed") {
            manager.errors.contains("the database cannot be written")
        }
        try await Task.sleep(for: .seconds(8))
        #expect(try String(contentsOfFile: out, encoding: .utf8) == "once\n")
        try disk.have(.none)
        #expect(try await test.code == 0)
        #expect(try String(contentsOfFile: out, encoding: .utf8) == "once\n")
        #expect(await manager.running.stopped() == 0)
    }

    @Test func `removes a copy the disk has no room for, and goes on`() async throws {
        let stage = try await Stage()
        let disk = try FailingDisk(failingAt: "my-copy", from: .full)
        let manager = try WatchedManager(stage, on: disk)
        try await manager.start()
        let copy = stage.home + "/my-copy.db"
        let refused = try await stage.run("backup", copy)
        #expect(refused.code == 1)
        #expect(refused.errors.contains("\(copy) is full"), "\(refused.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: stage.home)
        #expect(!names.contains { $0.hasPrefix("my-copy") })
        try disk.have(.none)
        #expect(try await stage.run("backup", copy).code == 0)
        let again = try await stage.run("backup", copy)
        #expect(again.code == 1)
        #expect(again.errors.contains("already exists"))
        #expect(await manager.running.stopped() == 0)
    }
}
