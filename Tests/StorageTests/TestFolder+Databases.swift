import Foundation
import GRDB
import Lines
import Storage
import TestSupport

/// What is done to databases in a test's folder.
extension TestFolder {
    var database: String { path + "/linekeeper.db" }
    var log: String { database + "-wal" }

    static func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path))
    }

    /// A connection like another program's, which may leave a transaction open.
    static func otherProgram(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Overwrites some bytes of a file.
    static func damage(_ path: String, at offset: Int, count: Int = 512) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: Data(repeating: 0xA5, count: count))
    }

    /// Creates a database with a line whose events fill many pages, and closes it cleanly.
    func makeDatabase(events: Int = 2000) throws {
        let store = try Store(path: database)
        try Self.fill(store, events: events)
        try store.close()
    }

    static func fill(_ store: Store, events: Int) throws {
        var line = Line(
            id: 0, account: "pool", provider: .smspool, kind: .rental, state: .active,
            purchasedAt: .noon)
        line.providerID = "ABC\(events)"
        try store.write { database in
            try database.insert(&line)
            for number in 0..<events { try database.append(event(number)) }
        }
    }

    static func event(_ number: Int) -> EventRecord {
        EventRecord(
            at: .noon, kind: "test",
            text: "event \(number) " + String(repeating: "x", count: 80))
    }

    /// Copies the files of a database under another name, as a kill would leave them now.
    func snapshot(as name: String) throws -> String {
        let copy = path + "/" + name
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: database + suffix) {
            try FileManager.default.copyItem(atPath: database + suffix, toPath: copy + suffix)
        }
        return copy
    }
}

extension Instant {
    static let noon = Instant(milliseconds: 1_769_947_200_000)
}

extension Store {
    func append(_ event: EventRecord) throws { _ = try write { try $0.append(event) } }

    var eventCount: Int {
        get throws { try read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM event") ?? 0 } }
    }
}
