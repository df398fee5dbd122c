import Foundation
import GRDB
import Testing
import TestSupport

/// How the real manager ends, whatever is running.
@Suite("Shutdown", .serialized, .timeLimit(.minutes(20)))
struct ShutdownTests {
    /// The limit for an end that waits for nothing: far less than the 45 seconds for which a paid
    /// call is waited for, with a margin for a machine under load.
    private static let seconds = 25.0
    /// The same where looks hang, which take twenty seconds.
    private static let secondsOfLooks = 15.0

    private func fault(
        _ kind: String, at endpoint: String, times: Int = 1, _ stage: Stage
    ) async throws {
        try await stage.control(
            "faults",
            ["provider": "smspool", "endpoint": endpoint, "kind": kind, "count": times])
    }

    private func files(_ stage: Stage) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: stage.home + "/data")
            .filter { $0.hasPrefix("linekeeper.db") }
    }

    /// How a start settles a purchase whose answer nobody heard.
    private func expectSettled(_ stage: Stage) async throws {
        let manager = try await stage.manager()
        try await eventually("the doubt is settled", within: .seconds(120)) {
            try await stage.list("doubts").isEmpty
        }
        #expect(try await stage.list("lines").map { $0["state"] as? String } == ["waiting"])
        #expect(try await stage.charges() == 1)
        #expect(await manager.stopped() == 0)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGQUIT])
    func `ends within seconds with everything committed, whoever is listening`(
        signal: Int32
    ) async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        let tail = try stage.tail()
        _ = await tail.line { $0.contains("It is listening") }
        async let code = stage.run("code", "--wait", "5m")
        try await stage.sms(to: number, from: "MYBANK", "no digits here")
        _ = await tail.line { $0.contains("no digits") }
        manager.send(signal)
        #expect(await manager.end(within: Self.seconds) == 0)
        #expect(try await code.code != 0)
        #expect(try files(stage) == ["linekeeper.db"])
        let next = try await stage.manager()
        #expect(try await stage.list("inbox").count == 1)
        #expect(await next.stopped() == 0)
    }

    @Test func `does not wait for looks that hang`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        #expect(try await stage.run("order", "WhatsApp", "GB", "--yes").code == 0)
        for endpoint in ["rental/retrieve_status", "request/active", "sms/check"] {
            try await fault("hang", at: endpoint, times: 50, stage)
        }
        try await eventually("two of them hang") {
            let faults = try #require(try await stage.control("faults") as? [[String: Any]])
            return faults.count { ($0["count"] as? Int ?? 50) < 50 } >= 2
        }
        manager.send(SIGTERM)
        #expect(await manager.end(within: Self.secondsOfLooks) == 0)
        #expect(try files(stage) == ["linekeeper.db"])
    }

    @Test func `waits for a paid call that is answered late`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        try await fault("slow", at: "purchase/sms", stage)
        async let order = stage.run("order", "WhatsApp", "GB", "--yes")
        try await eventually("it was bought") { try await stage.charges() == 1 }
        manager.send(SIGTERM)
        #expect(await manager.end(within: 60) == 0)
        _ = try await order
        let next = try await stage.manager()
        #expect(try await stage.list("actions").map { $0["state"] as? String } == ["done"])
        #expect(try await stage.list("spend").count == 1)
        #expect(try await stage.charges() == 1)
        #expect(await next.stopped() == 0)
    }

    @Test func `gives up on a paid call that is never answered, and says that it did`()
        async throws
    {
        let stage = try await Stage()
        let manager = try WatchedManager(stage)
        try await manager.start()
        try await fault("effect_then_hang", at: "purchase/sms", stage)
        async let order = stage.run("order", "WhatsApp", "GB", "--yes")
        try await eventually("it was bought") { try await stage.charges() == 1 }
        manager.running.send(SIGTERM)
        #expect(await manager.running.end(within: 5) == nil, "it did not wait")
        #expect(await manager.running.end(within: 90) == 4)
        #expect(manager.errors.contains("checked at the next start"), "\(manager.errors)")
        #expect(try await order.code != 0)
        try await expectSettled(stage)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `told twice it ends at once and leaves a doubt`(second: Int32) async throws {
        let stage = try await Stage()
        let manager = try WatchedManager(stage)
        try await manager.start()
        try await fault("effect_then_hang", at: "purchase/sms", stage)
        async let order = stage.run("order", "WhatsApp", "GB", "--yes")
        try await eventually("it was bought") { try await stage.charges() == 1 }
        manager.running.send(SIGTERM)
        #expect(await manager.running.end(within: 2) == nil, "it did not wait")
        manager.running.send(second)
        #expect(await manager.running.end(within: Self.seconds) == 4)
        #expect(try await order.code != 0)
        try await expectSettled(stage)
    }

    /// Looked up where the manager writes it: a command may take longer to start than the look
    /// before the refund takes.
    private func untilRefundRuns(_ stage: Stage) async throws {
        let database = try DatabaseQueue(path: stage.home + "/data/linekeeper.db")
        let sql = "SELECT COUNT(*) FROM action WHERE kind = 'refund' AND state = 'running'"
        try await eventually("the refund is under way", every: .milliseconds(20)) {
            try await database.read { try Int.fetchOne($0, sql: sql) } == 1
        }
        try database.close()
    }

    @Test func `does not begin a paid call any more that was still looking`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        try await fault("hang", at: "rental/retrieve_messages", times: 50, stage)
        async let refund = stage.run("refund", "1", "--yes")
        try await untilRefundRuns(stage)
        manager.send(SIGTERM)
        #expect(await manager.end(within: Self.seconds) == 0)
        #expect(try await refund.code != 0)
        let ledger = try #require(try await stage.control("ledger") as? [[String: Any]])
        #expect(!ledger.contains { $0["kind"] as? String == "refund" })
        let next = try await stage.manager()
        #expect(try await stage.list("doubts").isEmpty)
        #expect(await next.stopped() == 0)
    }

    @Test func `begins no other paid call while it waits for one`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        try await fault("effect_then_hang", at: "purchase/sms", stage)
        // The refund looks first, and is answered three seconds later.
        try await fault("slow", at: "rental/retrieve_messages", times: 50, stage)
        async let order = stage.run("order", "WhatsApp", "GB", "--yes")
        try await eventually("it was bought") { try await stage.charges() == 2 }
        async let refund = stage.run("refund", "1", "--yes")
        try await untilRefundRuns(stage)
        manager.send(SIGTERM)
        #expect(await manager.end(within: 8) == nil, "it did not wait")
        manager.send(SIGTERM)
        #expect(await manager.end(within: Self.seconds) == 4)
        _ = try await (order, refund)
        let ledger = try #require(try await stage.control("ledger") as? [[String: Any]])
        #expect(!ledger.contains { $0["kind"] as? String == "refund" })
    }

    // MARK: A console with a manager of its own

    private func console(_ stage: Stage, _ input: Pipe, _ errors: String) throws -> TestProcess {
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        return try TestProcess(
            ["--home", stage.home], environment: ["E2E_KEY": stage.key], input: input,
            errors: try FileHandle(forWritingTo: URL(fileURLWithPath: errors)))
    }

    @Test func `a console that is left ends its manager`() async throws {
        let stage = try await Stage()
        for leaving in ["quit\n", ""] {
            let input = Pipe()
            let console = try console(stage, input, stage.home + "/errors")
            try input.fileHandleForWriting.write(contentsOf: Data(("lines\n" + leaving).utf8))
            try input.fileHandleForWriting.close()
            #expect(await console.end(within: 60) == 0)
            #expect(try files(stage) == ["linekeeper.db"])
        }
    }

    @Test func `a console whose manager is told to end does not stay behind`() async throws {
        let stage = try await Stage()
        let input = Pipe()
        let console = try console(stage, input, stage.home + "/errors")
        try await eventually("it answers") { try await stage.run("lines").code == 0 }
        console.send(SIGTERM)
        #expect(await console.end(within: Self.seconds) == 0)
        #expect(try files(stage) == ["linekeeper.db"])
        try input.fileHandleForWriting.close()
    }

    @Test func `a console that is left says what it waits for, and Ctrl-C ends the wait`()
        async throws
    {
        let stage = try await Stage()
        let input = Pipe()
        let errors = stage.home + "/errors"
        let console = try console(stage, input, errors)
        try await eventually("it answers") { try await stage.run("lines").code == 0 }
        try await fault("effect_then_hang", at: "purchase/sms", stage)
        async let order = stage.run("order", "WhatsApp", "GB", "--yes")
        try await eventually("it was bought") { try await stage.charges() == 1 }
        try input.fileHandleForWriting.close()
        try await eventually("it says why") {
            try String(contentsOfFile: errors, encoding: .utf8)
                .contains("Waiting up to 45 s")
        }
        console.send(SIGINT)
        #expect(await console.end(within: Self.seconds) == 4)
        _ = try await order
        try await expectSettled(stage)
    }
}
