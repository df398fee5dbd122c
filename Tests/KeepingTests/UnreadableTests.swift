import Accounts
import GRDB
import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// One row that cannot be read does not keep the manager from starting.
@Suite("A row that cannot be read") struct UnreadableTests {
    private static func set(
        _ table: String, _ column: String, _ value: String, of id: Int64, in store: Store
    ) throws {
        try store.write {
            try $0.execute(
                sql: "UPDATE \(table) SET \(column) = ? WHERE id = ?", arguments: [value, id])
        }
    }

    private static func text(
        _ table: String, _ column: String, of id: Int64, in store: Store
    ) throws -> String? {
        try store.read {
            try String.fetchOne(
                $0, sql: "SELECT \(column) FROM \(table) WHERE id = ?", arguments: [id])
        }
    }

    @Test(arguments: [("state", "paused"), ("kind", "loan"), ("provider", "acme"), ("state", "")])
    func `sets a line aside, which is said, and everything else goes on`(
        column: String, value: String
    ) async throws {
        let fixture = try KeeperFixture()
        let (first, second) = (try await fixture.rental(), try await fixture.rental())
        let refund = try await fixture.keeper.recordIntent(.refund, on: first, origin: "console")
        try Self.set("line", column, value, of: first.id, in: fixture.store)
        let keeper = try fixture.restarted()
        let notice = try #require(keeper.startNotices.first)
        #expect(notice.contains("Line \(first.id) (+14155550123, RENT"))
        #expect(notice.contains("does not know the \(column) \"\(value)\""))
        let events = try fixture.store.latestEvents(limit: 9).filter { $0.kind == "unreadable" }
        #expect(events.map(\.text) == [notice])
        #expect(await keeper.allLines().map(\.id) == [second.id])
        #expect(try fixture.store.action(refund.id)?.result == "Its line cannot be read.")
        // Nothing is deleted or changed, and the provider's list does not bring it as a new line.
        #expect(try Self.text("line", column, of: first.id, in: fixture.store) == value)
        var held = HeldRental(providerID: try #require(first.providerID))
        held.expiresAt = noon + .days(30)
        for _ in 0..<3 {
            try await keeper.compareLists(
                rentals: [held], active: [], past: nil, began: noon, on: "pool")
        }
        #expect(await keeper.allLines().map(\.id) == [second.id])
        // The other line is worked on as before.
        try await keeper.receive([ReceivedMessage(text: "Hello")], on: second.id)
        #expect(try await keeper.line("\(second.id)").messageCount == 1)
        // Once the row can be read, the line is there again.
        let before = ["state": "active", "kind": "rental", "provider": "smspool"]
        try Self.set("line", column, before[column] ?? "", of: first.id, in: fixture.store)
        #expect(try await fixture.restarted().line("\(first.id)").providerID == first.providerID)
    }

    @Test func `leaves tags that are damaged as one tag, and the line is there`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        try await fixture.keeper.receive([ReceivedMessage(text: "Hello")], on: line.id)
        try Self.set("line", "tags", "[\"work", of: line.id, in: fixture.store)
        try Self.set("message", "tags", "work", of: 1, in: fixture.store)
        let keeper = try fixture.restarted()
        #expect(keeper.startNotices.isEmpty)
        #expect(try await keeper.line("\(line.id)").tags == ["[\"work"])
        #expect(try fixture.store.messages(fixture.store.filter()).map(\.tags) == [["work"]])
    }

    @Test func `leaves an action of an unknown state as it is, and says so`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let refund = try await fixture.keeper.recordIntent(.refund, on: line, origin: "console")
        try Self.set("action", "state", "paused", of: refund.id, in: fixture.store)
        let keeper = try fixture.restarted()
        #expect(keeper.startNotices.first?.contains("Action \(refund.id) cannot be read") == true)
        #expect(try await fixture.nextAction(keeper) == nil)
        #expect(
            try Self.text("action", "state", of: refund.id, in: fixture.store) == "paused")
    }

    @Test func `does not keep scripts from other events`() async throws {
        let fixture = try KeeperFixture()
        for payload in ["{", #"{"event":"bought","text":"x","line":1}"#] {
            try fixture.store.write {
                _ = try $0.append(
                    EventRecord(at: noon, kind: "bought", text: "x", payload: payload))
            }
        }
        #expect(try fixture.store.eventsForScripts(limit: 9).count == 2)
        #expect(try fixture.store.eventsForScripts(toldTo: ["a.lua"], limit: 9).count == 2)
        #expect(try fixture.store.scriptsOwed(by: noon).isEmpty)
    }
}
