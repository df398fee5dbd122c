import Foundation
import GRDB
import Lines
import Storage
import Testing
import TestSupport

/// Everything a start can find in place of a database is described in words and never changed.
@Suite struct `Opening a database` {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    /// The error of opening it. The bytes of database and log must be unchanged.
    private func refusal(
        _ location: SourceLocation = #_sourceLocation
    ) throws -> StoreError? {
        func content() -> [Data] {
            // An empty log says nothing, and is left by inspecting.
            [folder.database, folder.log].map { (try? TestFolder.bytes($0)) ?? Data() }
        }
        let before = content()
        var refusal: StoreError?
        do {
            _ = try Store(path: folder.database)
        } catch {
            refusal = error
        }
        #expect(content() == before, "something was changed", sourceLocation: location)
        return refusal
    }

    @Test func `makes a whole one where there is none, and leaves one file behind`() throws {
        let store = try Store(path: folder.database)
        #expect(folder.names == ["linekeeper.db", "linekeeper.db-shm", "linekeeper.db-wal"])
        let rights = try FileManager.default.attributesOfItem(atPath: folder.database)
        #expect(rights[.posixPermissions] as? Int == 0o600)
        try TestFolder.fill(store, events: 10)
        try store.close()
        #expect(folder.names == ["linekeeper.db"])
        #expect(try Store(path: folder.database).eventCount == 10)
    }

    @Test func `takes no notice of one that was never finished`() throws {
        try Data("half a database".utf8).write(
            to: URL(fileURLWithPath: folder.database + ".new"))
        let store = try Store(path: folder.database)
        #expect(try store.lines().isEmpty)
        #expect(!folder.names.contains("linekeeper.db.new"))
    }

    @Test func `refuses a text file`() throws {
        let junk = Data(String(repeating: "this is no database ", count: 500).utf8)
        try junk.write(to: URL(fileURLWithPath: folder.database))
        #expect(try refusal() == .corrupt(path: folder.database))
    }

    @Test func `refuses a file of no bytes rather than make a database of it`() throws {
        try Data().write(to: URL(fileURLWithPath: folder.database))
        #expect(try refusal() == .empty(path: folder.database))
        #expect(folder.names == ["linekeeper.db"])
    }

    @Test func `refuses a folder`() throws {
        try FileManager.default.createDirectory(
            atPath: folder.database, withIntermediateDirectories: false)
        #expect(try refusal() == .notAFile(path: folder.database))
    }

    @Test func `follows a link, and refuses one that leads nowhere`() throws {
        try folder.makeDatabase(events: 3)
        let elsewhere = folder.path + "/elsewhere.db"
        try FileManager.default.moveItem(atPath: folder.database, toPath: elsewhere)
        try FileManager.default.createSymbolicLink(
            atPath: folder.database, withDestinationPath: elsewhere)
        #expect(try Store(path: folder.database).eventCount == 3)
        try FileManager.default.removeItem(atPath: elsewhere)
        #expect(try refusal() == .noFolder(path: folder.database))
        #expect(!folder.names.contains("elsewhere.db"))
    }

    @Test func `refuses one whose folder is not there`() {
        let path = folder.path + "/none/x.db"
        #expect(throws: StoreError.noFolder(path: path)) { _ = try Store(path: path) }
    }

    @Test func `refuses one whose first page is damaged`() throws {
        try folder.makeDatabase()
        try TestFolder.damage(folder.database, at: 0)
        #expect(try refusal() == .corrupt(path: folder.database))
    }

    @Test func `refuses one with a damaged page in the middle`() throws {
        try folder.makeDatabase()
        let pages = try TestFolder.bytes(folder.database).count / 4096
        try #require(pages > 40)
        try TestFolder.damage(folder.database, at: (pages - 10) * 4096, count: 4096)
        #expect(try refusal() == .corrupt(path: folder.database))
    }

    @Test func `refuses one that was cut off`() throws {
        try folder.makeDatabase()
        let whole = try TestFolder.bytes(folder.database)
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: folder.database))
        #expect(try refusal() == .corrupt(path: folder.database))
    }

    @Test func `refuses another program's database and puts nothing into it`() throws {
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { try $0.execute(sql: "CREATE TABLE places (url TEXT)") }
        try queue.close()
        #expect(try refusal() == .foreign(path: folder.database))
    }

    @Test func `refuses one of a newer version`() throws {
        let store = try Store(path: folder.database)
        try store.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 of the future')")
        }
        try store.close()
        #expect(try refusal() == .newerVersion(path: folder.database))
    }

    @Test func `refuses a log whose database is missing, and keeps it`() throws {
        let store = try Store(path: folder.database)
        try TestFolder.fill(store, events: 10)
        let log = try TestFolder.bytes(folder.log)
        let other = try TestFolder()
        try log.write(to: URL(fileURLWithPath: other.log))
        #expect(throws: StoreError.orphanedLog(path: other.database)) {
            _ = try Store(path: other.database)
        }
        #expect(try TestFolder.bytes(other.log) == log)
        #expect(other.names == ["linekeeper.db-wal"])
    }

    @Test func `refuses an old copy that was put under a newer log`() throws {
        try folder.makeDatabase(events: 400)
        let old = try TestFolder.bytes(folder.database)
        var store = try Store(path: folder.database)
        try TestFolder.fill(store, events: 4000)
        try store.close()
        store = try Store(path: folder.database)
        try store.append(TestFolder.event(1))
        let killed = try folder.snapshot(as: "killed.db")
        try old.write(to: URL(fileURLWithPath: killed))
        #expect(throws: StoreError.corrupt(path: killed)) { _ = try Store(path: killed) }
        #expect(try TestFolder.bytes(killed) == old)
    }

    @Test func `goes on with the log of a run that was killed`() throws {
        let store = try Store(path: folder.database)
        try TestFolder.fill(store, events: 10)
        let killed = try folder.snapshot(as: "killed.db")
        #expect(try Store(path: killed).eventCount == 10)
    }

    @Test func `goes on with a log whose last transaction is torn`() throws {
        let store = try Store(path: folder.database)
        for number in 0..<10 { try store.append(TestFolder.event(number)) }
        let killed = try folder.snapshot(as: "killed.db")
        let log = try TestFolder.bytes(killed + "-wal")
        try log.dropLast(2000).write(to: URL(fileURLWithPath: killed + "-wal"))
        #expect(try Store(path: killed).eventCount == 9)
    }

    @Test func `refuses a log that is damaged before its end, and says what to do`() throws {
        let store = try Store(path: folder.database)
        for number in 0..<10 { try store.append(TestFolder.event(number)) }
        let killed = try folder.snapshot(as: "killed.db")
        let size = try TestFolder.bytes(killed + "-wal").count
        try TestFolder.damage(killed + "-wal", at: size / 2)
        #expect(throws: StoreError.damagedLog(path: killed)) { _ = try Store(path: killed) }
        #expect("\(StoreError.damagedLog(path: killed))".contains("restore \(killed)"))
        // SQLite itself opens it, with some committed rows missing.
        let plain = try DatabaseQueue(path: killed)
        let count = try plain.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM event") }
        #expect(try #require(count) < 9)
    }

    @Test func `refuses while a restore is unfinished, and where something was rescued`() throws {
        try Data([1]).write(to: URL(fileURLWithPath: folder.database + ".restoring"))
        #expect(try refusal() == .restoreInterrupted(path: folder.database))
        let other = try TestFolder()
        for number in 1...2 {
            let place = "\(other.database).rescued-\(number)"
            try Data([1]).write(to: URL(fileURLWithPath: place))
        }
        #expect(
            throws: StoreError.moved(
                path: other.database, rescued: other.database + ".rescued-2")
        ) { _ = try Store(path: other.database) }
    }

    @Test(arguments: ["BEGIN IMMEDIATE", "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE"])
    func `waits for another program that has it locked, then says so`(lock: String) throws {
        try folder.makeDatabase(events: 3)
        let other = try TestFolder.otherProgram(folder.database)
        try other.writeWithoutTransaction { try $0.execute(sql: lock) }
        #expect(try refusal() == .locked(path: folder.database))
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        #expect(try Store(path: folder.database).eventCount == 3)
    }
}
