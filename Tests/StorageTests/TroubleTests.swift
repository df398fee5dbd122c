import Foundation
import GRDB
import Lines
import Storage
import Testing
import TestSupport

/// A store whose disk fails while it is open.
@Suite struct `Trouble with the disk` {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    /// Lets the database grow by this many pages at most.
    private func leaveRoom(_ pages: Int, in store: Store) throws {
        try store.database.writeWithoutTransaction { database in
            let now = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(now + pages)")
        }
    }

    private func long(_ number: Int) -> EventRecord {
        EventRecord(at: .noon, kind: "long", text: String(repeating: "\(number)", count: 100_000))
    }

    @Test func `a transaction that does not fit is not there at all, and passes with the room`()
        throws
    {
        let store = try Store(path: folder.database)
        try TestFolder.fill(store, events: 10)
        try leaveRoom(2, in: store)
        #expect(throws: StoreError.diskFull(path: folder.database)) {
            try store.write { database in
                try database.append(TestFolder.event(1))
                try database.append(long(2))
            }
        }
        #expect(try store.eventCount == 10)
        #expect(store.trouble == .diskFull(path: folder.database))
        try leaveRoom(1000, in: store)
        try store.append(long(3))
        #expect(try store.eventCount == 11)
        #expect(store.trouble == nil)
    }

    @Test func `a refused row is no trouble with the disk`() throws {
        let store = try Store(path: folder.database)
        #expect(throws: StoreError.self) {
            try store.write { try $0.execute(sql: "INSERT INTO home VALUES (NULL, NULL)") }
        }
        #expect(store.trouble == nil)
    }

    @Test func `while somebody looks after it only they try, and nobody else waits`() throws {
        try folder.makeDatabase(events: 3)
        let store = try Store(path: folder.database)
        let other = try TestFolder.otherProgram(folder.database)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        store.setWatched(true)
        let clock = ContinuousClock()
        let first = clock.measure { #expect(throws: StoreError.self) { try store.append(long(1)) } }
        #expect(first > .milliseconds(400))
        // One may be late on a busy machine; if they waited, all would be.
        let rest: [Duration] = (0..<10).map { _ in
            clock.measure { #expect(throws: StoreError.self) { try store.append(long(1)) } }
        }
        #expect(rest.contains { $0 < first / 2 }, "ten more waited \(rest)")
        #expect(try store.eventCount == 3)
        try other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        #expect(throws: StoreError.locked(path: folder.database)) { try store.append(long(1)) }
        _ = try store.attempt { try $0.append(TestFolder.event(1)) }
        try store.append(TestFolder.event(2))
        #expect(try store.eventCount == 5)
    }

    @Test func `a lock held for a moment is waited for`() throws {
        try folder.makeDatabase(events: 3)
        let store = try Store(path: folder.database)
        let other = try TestFolder.otherProgram(folder.database)
        // A machine that stands still may hold the lock for longer, but not every time.
        var isStored = false
        for _ in 0..<20 where !isStored {
            try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let released = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                usleep(100_000)
                try? other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
                released.signal()
            }
            isStored = (try? store.append(TestFolder.event(4))) != nil
            released.wait()
        }
        #expect(isStored)
        #expect(try store.eventCount == 4)
        #expect(store.trouble == nil)
    }

    @Test func `a page that is damaged while it runs ends all writing`() throws {
        try folder.makeDatabase(events: 4000)
        var store: Store! = try Store(path: folder.database)
        try store.append(TestFolder.event(0))
        let pages = try TestFolder.bytes(folder.database).count / 4096
        try TestFolder.damage(folder.database, at: pages / 2 * 4096, count: 40 * 4096)
        #expect(throws: StoreError.corrupt(path: folder.database)) {
            try store.read { try Row.fetchAll($0, sql: "SELECT * FROM event") }
        }
        #expect(store.trouble?.isFatal == true)
        #expect(throws: StoreError.corrupt(path: folder.database)) {
            try store.append(TestFolder.event(1))
        }
        // Closed without a checkpoint, which would write into it.
        let bytes = try TestFolder.bytes(folder.database)
        try store.close()
        store = nil
        #expect(try TestFolder.bytes(folder.database) == bytes)
        #expect(try TestFolder.bytes(folder.log).count > 0)
    }

    // MARK: Files that are taken away

    @Test func `a deleted database is noticed, and all of it saved beside`() throws {
        let store = try Store(path: folder.database)
        try TestFolder.fill(store, events: 100)
        #expect(store.isInPlace)
        try FileManager.default.removeItem(atPath: folder.database)
        #expect(!store.isInPlace)
        try store.append(TestFolder.event(101))
        let rescued = folder.database + ".rescued-1"
        #expect(store.retreat() == .moved(path: folder.database, rescued: rescued))
        #expect(throws: StoreError.self) { try store.append(TestFolder.event(102)) }
        try store.close()
        #expect(folder.names == ["linekeeper.db.rescued-1"])
        #expect(try Store(path: rescued).eventCount == 101)
        // The next start does not create a new one in its place.
        #expect(throws: StoreError.moved(path: folder.database, rescued: rescued)) {
            _ = try Store(path: folder.database)
        }
    }

    @Test func `a replaced database is left alone, and no log of ours beside it`() throws {
        let other = try TestFolder()
        try other.makeDatabase(events: 7)
        let store = try Store(path: folder.database)
        try TestFolder.fill(store, events: 100)
        try FileManager.default.removeItem(atPath: folder.database)
        try FileManager.default.moveItem(atPath: other.database, toPath: folder.database)
        let replaced = try TestFolder.bytes(folder.database)
        #expect(!store.isInPlace)
        let rescued = folder.database + ".rescued-1"
        #expect(store.retreat() == .moved(path: folder.database, rescued: rescued))
        try store.close()
        #expect(try TestFolder.bytes(folder.database) == replaced)
        #expect(folder.names == ["linekeeper.db", "linekeeper.db.rescued-1"])
        #expect(try Store(path: folder.database).eventCount == 7)
        #expect(try Store(path: rescued).eventCount == 100)
    }

    @Test func `a deleted log is noticed, and what was in it is in the database`() throws {
        let store = try Store(path: folder.database)
        try TestFolder.fill(store, events: 100)
        try FileManager.default.removeItem(atPath: folder.log)
        #expect(!store.isInPlace)
        #expect(store.retreat() == .logDeleted(path: folder.database))
        #expect(throws: StoreError.self) { try store.append(TestFolder.event(101)) }
        let copy = try folder.snapshot(as: "copy.db")
        #expect(try Store(path: copy).eventCount == 100)
    }
}
