import Foundation
import GRDB
import Testing
import TestSupport

/// How the real manager reports a faulty database, without making it worse.
@Suite("The database's file", .serialized, .timeLimit(.minutes(20)))
struct DatabaseFileTests {
    private struct Home {
        let stage: Stage
        var database: String { stage.home + "/data/linekeeper.db" }
        var names: [String] {
            let all = try? FileManager.default.contentsOfDirectory(atPath: stage.home + "/data")
            return (all ?? []).filter { $0.hasPrefix("linekeeper.db") }.sorted()
        }

        /// With a database that contains a received message.
        init() async throws {
            stage = try await Stage()
            let manager = try await stage.manager()
            #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
            #expect(await manager.stopped() == 0)
        }

        func refusal(on disk: FailingDisk? = nil) async throws -> String {
            let environment = ["E2E_KEY": stage.key].merging(disk?.environment ?? [:]) { $1 }
            let result = try await TestProcess.run(
                ["serve", "--home", stage.home], environment: environment)
            #expect(result.code == 1)
            #expect(result.output.isEmpty)
            #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
            return result.errors
        }
    }

    @Test func `ends as one file with everything in it`() async throws {
        let home = try await Home()
        #expect(home.names == ["linekeeper.db"])
        let rights = try FileManager.default.attributesOfItem(atPath: home.database)
        #expect(rights[.posixPermissions] as? Int == 0o600)
    }

    // MARK: At a start

    @Test func `a start on a full or read-only disk says so, and works once it is not`()
        async throws
    {
        let home = try await Home()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: home.database))
        #expect(try await home.refusal(on: try FailingDisk(from: .full)).contains("is full"))
        let sentence = try await home.refusal(on: try FailingDisk(from: .readOnly))
        #expect(sentence.contains("cannot be written"), "\(sentence)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: home.database)) == bytes)
        let manager = try await home.stage.manager()
        #expect(try await home.stage.list("lines").count == 1)
        #expect(await manager.stopped() == 0)
    }

    @Test func `a first start without room leaves nothing behind`() async throws {
        let stage = try await Stage()
        let disk = try FailingDisk(from: .full)
        let result = try await TestProcess.run(
            ["serve", "--home", stage.home],
            environment: ["E2E_KEY": stage.key].merging(disk.environment) { $1 })
        #expect(result.code == 1)
        #expect(result.errors.contains("is full"), "\(result.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: stage.home + "/data")
        #expect(!names.contains { $0.hasPrefix("linekeeper.db") }, "\(names)")
        let manager = try await stage.manager()
        #expect(await manager.stopped() == 0)
    }

    @Test func `a start says what stands in its place, and leaves it there`() async throws {
        let home = try await Home()
        let good = try Data(contentsOf: URL(fileURLWithPath: home.database))
        var garbage = good
        garbage.replaceSubrange(0..<100, with: Data(repeating: 7, count: 100))
        var torn = good
        let middle = good.count / 2 / 4096 * 4096
        torn.replaceSubrange(middle..<(middle + 4096), with: Data(repeating: 7, count: 4096))
        let cases: [(Data, String)] = [
            (Data(), "is empty"), (garbage, "is damaged"), (torn, "is damaged"),
            (good.prefix(good.count / 3), "is damaged"),
            (Data("key = value\n".utf8), "is damaged or is not a database"),
        ]
        for (content, says) in cases {
            try content.write(to: URL(fileURLWithPath: home.database))
            let sentence = try await home.refusal()
            #expect(sentence.contains(says), "\(sentence)")
            #expect(sentence.contains("restore"), "\(sentence)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: home.database)) == content)
        }
    }

    @Test func `a start says that another program has it locked, or wrote it`() async throws {
        let home = try await Home()
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: home.database, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(try await home.refusal().contains("is locked by another program"))
        try await other.writeWithoutTransaction { database in
            try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 later'); COMMIT")
        }
        try other.close()
        #expect(try await home.refusal().contains("newer version of linekeeper"))
    }

    @Test func `a start without the right to read it says so`() async throws {
        let home = try await Home()
        let nobody = 65534
        let files = try FileManager.default.subpathsOfDirectory(atPath: home.stage.home)
        for path in files.map({ home.stage.home + "/" + $0 }) + [home.stage.home] {
            if geteuid() == 0 { chown(path, uid_t(nobody), gid_t(nobody)) }
        }
        chmod(home.database, 0o000)
        let setpriv = "/usr/bin/setpriv"
        // Root can read everything, so as root the program is started as another user.
        let command =
            geteuid() == 0
            ? [
                setpriv, "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups",
                BuiltProgram.path,
            ] : [BuiltProgram.path]
        guard FileManager.default.isExecutableFile(atPath: command[0]) else { return }
        let result = try await TestProcess.run(
            ["serve", "--home", home.stage.home], as: command,
            environment: ["E2E_KEY": home.stage.key])
        #expect(result.code == 1)
        #expect(
            result.errors.contains("linekeeper.db cannot be written. Make it and its folder "),
            "\(result.errors)")
    }

    @Test func `a manager that does not answer yet is not said to be missing`() async throws {
        let home = try await Home()
        // Holds the lock like a manager that is migrating a big database.
        let lock = open(home.stage.home + "/data/linekeeper.lock", O_RDWR)
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        let asked = try await home.stage.run("lines")
        #expect(asked.code == 3)
        #expect(asked.errors.contains("is starting or stopping"), "\(asked.errors)")
        async let console = TestProcess.run(
            ["--home", home.stage.home], input: "lines --json\n",
            environment: ["E2E_KEY": home.stage.key])
        try await Task.sleep(for: .seconds(2))
        close(lock)
        // No manager appeared, so the console runs its own.
        let result = try await console
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("\"id\": 1") || result.output.contains("\"id\":1"))
    }

    // MARK: While it runs

    /// The time of the quickest of several questions.
    private func shortest(of count: Int, _ stage: Stage) async throws -> Duration {
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<count {
            let began = clock.now
            #expect(try await stage.run("lines").code == 0)
            times.append(clock.now - began)
        }
        return try #require(times.min())
    }

    @Test func `a lock another program holds keeps nobody waiting, and passes`() async throws {
        let home = try await Home()
        let manager = try WatchedManager(home.stage)
        try await manager.start()
        let tail = try home.stage.tail()
        let usual = try await shortest(of: 3, home.stage)
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: home.database, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let refused = try await home.stage.run("label", "1", "work")
        #expect(refused.code == 1)
        #expect(refused.errors.contains("locked by another program"), "\(refused.errors)")
        #expect(await tail.line { $0.contains("store_trouble") } != nil)
        // One may be late on a busy machine; if a question waited for the lock, all would be.
        #expect(try await shortest(of: 10, home.stage) < max(.seconds(2), usual * 5))
        try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        #expect(await tail.line { $0.contains("store_ok") } != nil)
        #expect(try await home.stage.run("label", "1", "work").code == 0)
        tail.stop()
        #expect(await manager.running.stopped() == 0)
    }

    @Test func `deleted under a running manager it is saved, and a restore brings all back`()
        async throws
    {
        let home = try await Home()
        let manager = try WatchedManager(home.stage)
        try await manager.start()
        try FileManager.default.removeItem(atPath: home.database)
        #expect(await manager.running.end(within: 90) == 1)
        let rescued = home.database + ".rescued-1"
        #expect(manager.errors.contains("was deleted or replaced"))
        #expect(manager.errors.contains("restore \(rescued)"))
        // No start creates a new database in its place.
        #expect(try await home.refusal().contains("restore \(rescued)"))
        #expect(!home.names.contains("linekeeper.db"))
        let restored = try await home.stage.run("restore", rescued)
        #expect(restored.code == 0, "\(restored.errors)")
        let next = try await home.stage.manager()
        #expect(try await home.stage.list("lines").count == 1)
        #expect(await next.stopped() == 0)
    }

    @Test func `replaced under a running manager the other file is left alone`() async throws {
        let home = try await Home()
        let other = try Data(contentsOf: URL(fileURLWithPath: home.database))
        let manager = try WatchedManager(home.stage)
        try await manager.start()
        #expect(try await home.stage.run("rent", "2", "7", "--yes").code == 0)
        try other.write(to: URL(fileURLWithPath: home.database + ".mine"))
        #expect(rename(home.database + ".mine", home.database) == 0)
        #expect(await manager.running.end(within: 90) == 1)
        #expect(manager.errors.contains("was deleted or replaced"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: home.database)) == other)
        #expect(home.names == ["linekeeper.db", "linekeeper.db.rescued-1"])
    }

    @Test func `without its log it ends with all of it in the database`() async throws {
        let home = try await Home()
        let manager = try WatchedManager(home.stage)
        try await manager.start()
        #expect(try await home.stage.run("rent", "2", "7", "--yes").code == 0)
        try FileManager.default.removeItem(atPath: home.database + "-wal")
        #expect(await manager.running.end(within: 90) == 1)
        #expect(manager.errors.contains("restart, and do not delete"), "\(manager.errors)")
        let next = try await home.stage.manager()
        #expect(try await home.stage.list("lines").count == 2)
        #expect(await next.stopped() == 0)
    }

    @Test func `damaged while it runs it ends with a sentence, and the next start says it too`()
        async throws
    {
        let home = try await Home()
        // Enough data to exceed the caches.
        let queue = try DatabaseQueue(path: home.database)
        try await queue.write { database in
            for number in 0..<20_000 {
                try database.execute(
                    sql: "INSERT INTO event (at, kind, text) VALUES (?, 'old', ?)",
                    arguments: [number, "Something that happened a long time ago, \(number)."])
            }
        }
        try queue.close()
        let manager = try WatchedManager(home.stage)
        try await manager.start()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: home.database))
        let size = try file.seekToEnd()
        try file.seek(toOffset: size / 2 / 4096 * 4096)
        try file.write(contentsOf: Data(repeating: 7, count: 40 * 4096))
        try file.close()
        let asked = try await home.stage.run("sql", "SELECT SUM(LENGTH(text)) FROM event")
        #expect(asked.code == 1, "\(asked.output)")
        #expect(await manager.running.end(within: 90) == 1)
        #expect(manager.errors.contains("is damaged"), "\(manager.errors)")
        #expect(try await home.refusal().contains("is damaged"))
    }
}
