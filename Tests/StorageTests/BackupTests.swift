import Foundation
import GRDB
import Lines
import Storage
import Testing
import TestSupport

@Suite struct `Backups` {
    private let folder: TestFolder
    private let store: Store

    init() throws {
        folder = try TestFolder()
        store = try Store(path: folder.database)
    }

    @Test func `is one file of its owner's with everything in it`() async throws {
        try TestFolder.fill(store, events: 500)
        let file = folder.path + "/copy.db"
        try await store.backup(to: file)
        #expect(folder.names.filter { $0.hasPrefix("copy") } == ["copy.db"])
        let rights = try FileManager.default.attributesOfItem(atPath: file)
        #expect(rights[.posixPermissions] as? Int == 0o600)
        let copy = try Store(path: file)
        #expect(try copy.eventCount == 500)
        #expect(try copy.lines() == store.lines())
        let program = try copy.read { try Int.fetchOne($0, sql: "PRAGMA application_id") }
        #expect(program == 0x4C4B_5052)
    }

    @Test func `is of one moment while others write, who do not wait for it`() async throws {
        try TestFolder.fill(store, events: 20_000)
        let store = store
        let writing = Task.detached {
            var pairs = 0
            while !Task.isCancelled {
                try store.write { database in
                    for _ in 0..<2 { try database.append(TestFolder.event(pairs)) }
                }
                pairs += 1
                await Task.yield()
            }
            return pairs
        }
        var meanwhile = 0
        for number in 0..<5 {
            let before = try store.eventCount
            let file = folder.path + "/copy-\(number).db"
            try await store.backup(to: file)
            let after = try store.eventCount
            let count = try Store(path: file).eventCount
            #expect(count.isMultiple(of: 2), "half a transaction")
            #expect(before <= count && count <= after)
            if after > before { meanwhile += 1 }
        }
        writing.cancel()
        _ = try await writing.value
        // On a busy machine the writer may not run during one copy, but it runs during some.
        #expect(meanwhile > 0, "nobody could write meanwhile")
    }

    @Test func `never writes over what is there`() async throws {
        let file = folder.path + "/mine"
        try Data("mine".utf8).write(to: URL(fileURLWithPath: file))
        let folder = folder.path
        for path in [file, folder] {
            await #expect(throws: StoreError.alreadyThere(path: path)) {
                try await store.backup(to: path)
            }
        }
        #expect(try TestFolder.bytes(file) == Data("mine".utf8))
    }

    @Test func `says that a folder is missing`() async throws {
        let file = folder.path + "/none/copy.db"
        await #expect(throws: StoreError.noFolder(path: file)) {
            try await store.backup(to: file)
        }
    }

    @Test func `leaves nothing of a copy that could not be finished`() async throws {
        try TestFolder.fill(store, events: 4000)
        try store.close()
        let damaged = try Store(path: folder.database)
        let pages = try TestFolder.bytes(folder.database).count / 4096
        try TestFolder.damage(folder.database, at: pages / 2 * 4096, count: 40 * 4096)
        let before = folder.names
        await #expect(throws: StoreError.corrupt(path: folder.database)) {
            try await damaged.backup(to: folder.path + "/copy.db")
        }
        #expect(folder.names == before)
    }
}
