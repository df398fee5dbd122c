import Foundation
import GRDB
import Lines
import Storage
import Testing
import TestSupport

@Suite struct `Restoring a copy` {
    private let folder: TestFolder
    private let file: String

    init() throws {
        folder = try TestFolder()
        file = folder.path + "/copy.db"
    }

    private var kept: String { folder.database + ".before-restore-1" }

    /// A copy with seven events, and a killed database with a hundred.
    private func makeBoth() async throws {
        let other = try TestFolder()
        let store = try Store(path: other.database)
        try TestFolder.fill(store, events: 7)
        try await store.backup(to: file)
        try TestFolder.fill(Store(path: folder.database), events: 100)
    }

    private func restore(_ path: String? = nil) throws -> String? {
        let restoration = try Restoration(of: path ?? file, to: folder.database)
        try restoration.open().close()
        return try restoration.place()
    }

    @Test func `puts it in place, keeps what was there whole, and only reads the file`()
        async throws
    {
        try await makeBoth()
        let bytes = try TestFolder.bytes(file)
        #expect(try restore() == kept)
        #expect(
            folder.names == ["copy.db", "linekeeper.db", "linekeeper.db.before-restore-1"])
        #expect(try TestFolder.bytes(file) == bytes)
        #expect(try Store(path: folder.database).eventCount == 7)
        #expect(try Store(path: kept).eventCount == 100)
    }

    @Test func `numbers what it keeps`() async throws {
        try await makeBoth()
        #expect(try restore() == kept)
        #expect(try restore() == folder.database + ".before-restore-2")
        #expect(try restore() == folder.database + ".before-restore-3")
        #expect(try Store(path: kept).eventCount == 100)
    }

    @Test func `needs no database to be there`() async throws {
        try await makeBoth()
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder.database + suffix)
        }
        #expect(try restore() == nil)
        #expect(try Store(path: folder.database).eventCount == 7)
    }

    @Test func `keeps a damaged database as it is, with its log`() async throws {
        try await makeBoth()
        let other = try TestFolder()
        try other.makeDatabase(events: 4000)
        let store = try Store(path: other.database)
        try store.append(TestFolder.event(1))
        let killed = try other.snapshot(as: "killed.db")
        try TestFolder.damage(killed, at: 60 * 4096, count: 20 * 4096)
        let (database, log) = (try TestFolder.bytes(killed), try TestFolder.bytes(killed + "-wal"))
        let restoration = try Restoration(of: file, to: killed)
        let kept = try #require(try restoration.place())
        #expect(kept == killed + ".before-restore-1")
        #expect(try TestFolder.bytes(kept) == database)
        #expect(try TestFolder.bytes(kept + "-wal") == log)
        #expect(try Store(path: killed).eventCount == 7)
    }

    @Test func `migrates an older copy, and not the file itself`() throws {
        let queue = try DatabaseQueue(path: file)
        try Schema.migrate(queue, by: [Schema.migrations[0]])
        try queue.close()
        let bytes = try TestFolder.bytes(file)
        #expect(try restore() == nil)
        #expect(try TestFolder.bytes(file) == bytes)
        #expect(try Store(path: folder.database).restoredAt() == nil)
    }

    @Test func `takes the log beside a copy with it`() throws {
        let store = try Store(path: folder.database)
        try TestFolder.fill(store, events: 50)
        let killed = try folder.snapshot(as: "copy.db")
        #expect(FileManager.default.fileExists(atPath: killed + "-wal"))
        try store.close()
        #expect(try restore(killed) == kept)
        #expect(try Store(path: folder.database).eventCount == 50)
    }

    @Test func `goes on with what can be read of a damaged log, and says so`() throws {
        let store = try Store(path: folder.database)
        for number in 0..<10 { try store.append(TestFolder.event(number)) }
        let killed = try folder.snapshot(as: "killed.db")
        let whole = try Restoration(of: killed, to: folder.path + "/whole.db")
        #expect(!whole.isCut)
        let size = try TestFolder.bytes(killed + "-wal").count
        try TestFolder.damage(killed + "-wal", at: size / 2)
        #expect(throws: StoreError.damagedLog(path: killed)) { _ = try Store(path: killed) }
        // Restoring a database from itself: the former file is kept, and the start continues.
        let restoration = try Restoration(of: killed, to: killed)
        #expect(restoration.isCut)
        #expect(try restoration.place() == killed + ".before-restore-1")
        let count = try Store(path: killed).eventCount
        #expect(count > 0 && count < 10)
        #expect(folder.names.contains("killed.db.before-restore-1-wal"))
    }

    enum Unfit: CaseIterable {
        case text, otherProgram, damaged, newer, cut
    }

    @Test(arguments: Unfit.allCases)
    func `refuses what is no sound copy, and changes nothing`(unfit: Unfit) async throws {
        try await makeBoth()
        switch unfit {
        case .text: try Data("no database".utf8).write(to: URL(fileURLWithPath: file))
        case .damaged: try TestFolder.damage(file, at: 12 * 4096, count: 4096)
        case .cut:
            let bytes = try TestFolder.bytes(file)
            try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: file))
        case .otherProgram:
            try FileManager.default.removeItem(atPath: file)
            let queue = try DatabaseQueue(path: file)
            try await queue.write { try $0.execute(sql: "CREATE TABLE places (url TEXT)") }
            try queue.close()
        case .newer:
            let queue = try DatabaseQueue(path: file)
            try await queue.write {
                try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 of the future')")
            }
            try queue.close()
        }
        let before = folder.names
        do {
            _ = try restore()
            Issue.record("it was restored")
        } catch let error as StoreError {
            guard case .notRestorable(let path, _) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(path == file)
        }
        #expect(folder.names == before)
        #expect(try Store(path: folder.database).eventCount == 100)
    }

    @Test func `refuses a file that is not there, is empty, or is a folder`() throws {
        for missing in [file, folder.path + "/nowhere/copy.db", file + "/copy.db"] {
            #expect(throws: StoreError.noSuchFile(path: missing)) { try restore(missing) }
        }
        #expect(
            StoreError.noSuchFile(path: "/a.db").description
                == "No such file: /a.db.")
        try Data().write(to: URL(fileURLWithPath: file))
        // The advice about a home's own database differs from that about a copy.
        for (path, why) in [(file, "It is empty"), (folder.path, "It is a folder")] {
            let error = #expect(throws: StoreError.self) { try restore(path) }
            #expect(error?.description.hasPrefix("\(path) cannot be restored. \(why)") == true)
        }
        #expect(throws: StoreError.noSuchFile(path: file + "/copy.db")) {
            try restore(file + "/copy.db")
        }
        #expect(folder.names == ["copy.db"])
    }

    @Test func `refuses while another program has the database open`() async throws {
        try await makeBoth()
        let store = try Store(path: folder.database)
        #expect(throws: StoreError.locked(path: folder.database)) { try restore() }
        #expect(try store.eventCount == 100)
        try store.append(TestFolder.event(1))
        #expect(!folder.names.contains { $0.contains("restor") })
    }

    @Test func `killed at any step it has either database, and is noticed between them`()
        async throws
    {
        try await makeBoth()
        let restoration = try Restoration(of: file, to: folder.database)
        // Before anything was moved, the database is unchanged.
        #expect(try Store(path: folder.database).eventCount == 100)
        // Between the two renames.
        try FileManager.default.moveItem(atPath: folder.database, toPath: kept)
        for suffix in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder.database + suffix)
        }
        #expect(throws: StoreError.restoreInterrupted(path: folder.database)) {
            _ = try Store(path: folder.database)
        }
        // Restoring again is all that is needed, even if that is killed during the copy.
        try Data([1, 2, 3]).write(
            to: URL(fileURLWithPath: folder.database + ".restoring.new"))
        #expect(throws: StoreError.restoreInterrupted(path: folder.database)) {
            _ = try Store(path: folder.database)
        }
        #expect(try restore() == nil)
        #expect(try Store(path: folder.database).eventCount == 7)
        #expect(try Store(path: kept).eventCount == 100)
        _ = restoration
    }
}
