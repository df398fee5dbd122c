@testable import Accounts
import GRDB
import GRDBSQLite
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Synchronization
import Testing
import Transport

/// Long lists, and long histories.
@Suite("Long lists") struct LongListTests {
    private func list(_ range: Range<Int>) -> [ReceivedMessage] {
        range.map {
            ReceivedMessage(
                text: "Message number \($0), which is as long as most are", sender: "BANK",
                receivedAt: noon + .seconds($0))
        }
    }

    @Test func `are stored in parts, between which questions are answered`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let keeper = fixture.keeper
        let storing = Task { try await keeper.receiveInParts(list(0..<2000), on: line.id) }
        // A push that arrives meanwhile is not stored twice.
        let pushed = PushNews(providerID: line.providerID, message: list(1500..<1501)[0])
        var counts: Set<Int> = []
        while counts.max() ?? 0 < 2000 {
            counts.insert(try await keeper.line("\(line.id)").messageCount)
            try await keeper.recordNews(pushed, on: "pool")
            await Task.yield()
        }
        try await storing.value
        try await keeper.receive(list(0..<2000), on: line.id)
        #expect(counts.count > 3, "\(counts)")
        let found = try await keeper.line("\(line.id)")
        #expect(found.messageCount == 2000)
        let stored = try fixture.store.read {
            try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM message")
        }
        #expect(stored == 2000)
    }

    @Test func `are given up when the manager ends, and taken up again`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let keeper = fixture.keeper
        let storing = Task { try await keeper.receiveInParts(list(0..<3000), on: line.id) }
        while try await keeper.line("\(line.id)").messageCount == 0 { await Task.yield() }
        storing.cancel()
        await #expect(throws: CancellationError.self) { try await storing.value }
        let before = try await keeper.line("\(line.id)").messageCount
        #expect(before < 3000)
        let again = try fixture.restarted()
        try await again.receiveInParts(list(0..<3000), on: line.id)
        try await again.receive(list(0..<3000), on: line.id)
        #expect(try await again.line("\(line.id)").messageCount == 3000)
    }

    /// Counted in SQLite VM steps rather than in time, so that other programs do not distort it.
    @Test func `cost what they cost on an empty line`() throws {
        func steps(history: Int, new: Int) throws -> Int {
            let store = try Store.recorded()
            var line = Line(
                id: 0, account: "pool", provider: .smspool, kind: .rental, state: .active,
                purchasedAt: noon)
            try store.write { try $0.insert(&line) }
            func record(_ range: Range<Int>, before: Set<MessageKey>?) throws {
                let listing = MessageListing(list(range), on: line.id, episode: 0, at: noon)
                var reading = Reading(there: noon)
                reading.shownBefore = before
                try store.write { [line] in
                    _ = try $0.record(listing, on: line, at: noon, reading)
                }
            }
            if history > 0 { try record(0..<history, before: nil) }
            let steps = StepCount()
            try store.database.write { steps.count($0) }
            try record(history..<history + new, before: nil)
            try store.database.write { steps.stop($0) }
            return steps.hundreds.load(ordering: .relaxed)
        }
        let empty = try steps(history: 0, new: 500)
        let full = try steps(history: 5000, new: 500)
        #expect(full < empty * 2, "\(full) against \(empty)")
        let twice = try steps(history: 0, new: 1000)
        #expect(twice < empty * 3, "\(twice) against \(empty)")
    }
}

/// Counts SQLite VM steps in hundreds.
private final class StepCount: Sendable {
    let hundreds = Atomic(0)

    func count(_ database: Database) {
        sqlite3_progress_handler(
            database.sqliteConnection, 100,
            {
                let steps = $0.map { Unmanaged<StepCount>.fromOpaque($0).takeUnretainedValue() }
                steps?.hundreds.add(1, ordering: .relaxed)
                return 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func stop(_ database: Database) {
        sqlite3_progress_handler(database.sqliteConnection, 0, nil, nil)
    }
}
