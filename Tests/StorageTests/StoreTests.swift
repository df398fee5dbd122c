import GRDB
import Lines
import Storage
import Testing
import TestSupport

private let noon = Instant(milliseconds: 1_769_947_200_000)

@Suite("The store")
struct StoreTests {
    @Test func `gives a line back as it was written`() throws {
        let store = try Store()
        var line = Line(
            id: 0, account: "pool", provider: .smspool, kind: .rental, state: .active,
            purchasedAt: noon)
        line.providerID = "ABC"
        line.number = "+1"
        line.label = "bank"
        line.price = Money(tenThousandths: 725, currency: "EUR")
        line.listening.isAvailable = true
        line.listening.until = noon + .seconds(90)
        line.listening.window = .seconds(90)
        line.listening.wakingSince = noon
        line.refund = RefundWindow(until: noon, refusal: "why")
        line.tags = ["a", "b \"quoted\""]
        line.inDoubt = true
        line.episode = 3
        line.warnedOfExpiry = noon
        try store.write { try $0.insert(&line) }
        #expect(try store.lines() == [line])
        line.state = .expired
        line.number = nil
        line.price = nil
        try store.write { try $0.update(line) }
        #expect(try store.lines() == [line])
    }

    @Test func `syncs each commit, so that a power cut does not take the last one`() throws {
        try withFolder { folder in
            let store = try Store(path: folder + "/store.db")
            let level = try store.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
            #expect(level == 2, "FULL is 2")
            let mode = try store.write { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
            #expect(mode == "wal")
        }
    }

    @Test func `remembers every id a line went under`() throws {
        let store = try Store()
        var line = Line(
            id: 0, account: "pool", provider: .smspool, kind: .activation, state: .waiting,
            purchasedAt: noon)
        line.providerID = "ONE"
        try store.write { try $0.insert(&line) }
        line.providerID = "TWO"
        try store.write { try $0.update(line) }
        #expect(try store.providerIDs(of: "pool") == ["ONE": line.id, "TWO": line.id])
    }

    @Test func `writes an action of one key once`() throws {
        let store = try Store()
        var line = Line(
            id: 0, account: "pool", provider: .smspool, kind: .rental, state: .active,
            purchasedAt: noon)
        try store.write { try $0.insert(&line) }
        var action = Action(
            id: 0, key: "plan-extend-7", kind: .extend, origin: "plan", createdAt: noon)
        action.line = line.id
        let draft = action
        #expect(try store.write { try $0.insert(draft) } != nil)
        #expect(try store.write { try $0.insert(draft) } == nil)
        #expect(try store.decidedKeys(of: [line.id]).map(\.key) == ["plan-extend-7"])
        #expect(try store.decidedKeys(of: [line.id]).map(\.line) == [line.id])
        #expect(try store.decidedKeys(of: []).isEmpty)
    }

    @Test func `keeps all of an action, whether the whole of it is written or how far it has come`()
        throws
    {
        let store = try Store()
        var line = Line(
            id: 0, account: "pool", provider: .smspool, kind: .rental, state: .active,
            purchasedAt: noon)
        try store.write { try $0.insert(&line) }
        let messages = try store.write { [line] in
            try $0.record([ReceivedMessage(text: "x", receivedAt: noon)], on: line, at: noon)
        }
        var draft = Action(
            id: 0, key: "k", kind: .forward, origin: "10-a.lua", payload: "{\"days\":3}",
            createdAt: noon, dueAt: noon + .seconds(1))
        draft.channel = "phone"
        draft.line = line.id
        draft.message = messages.first?.id
        let first = draft
        var action = try #require(try store.write { try $0.insert(first) })
        #expect(try store.action(action.id) == action)
        action.state = .running
        action.attempts = 2
        action.dueAt = noon + .minutes(1)
        action.result = "busy"
        let second = action
        try store.write { try $0.settle(second) }
        #expect(try store.action(action.id) == action)
        action.payload = "{}"
        action.line = nil
        action.message = nil
        action.channel = "desk"
        action.state = .done
        action.endedAt = noon + .minutes(2)
        action.result = nil
        let third = action
        try store.write { try $0.update(third) }
        #expect(try store.action(action.id) == action)
    }

    @Test func `adds up what was spent, and lets nobody rewrite it`() throws {
        let store = try Store()
        func entry(
            _ kind: LedgerEntry.Kind, _ amount: Int64, _ origin: String, line: Line.ID
        ) -> LedgerEntry {
            LedgerEntry(
                at: noon, account: "pool", line: line, action: nil, kind: kind, what: "order",
                origin: origin, amount: Money(tenThousandths: amount))
        }
        try store.write {
            try $0.append(entry(.charge, 5000, "console", line: 1))
            try $0.append(entry(.charge, 2000, "10-bank.lua", line: 2))
            try $0.append(entry(.refund, 1000, "plan", line: 1))
            // Bought earlier, or elsewhere: the refund makes no room.
            try $0.append(entry(.refund, 90_000, "10-bank.lua", line: 3))
        }
        let all = try store.read { try $0.spent(since: noon, currency: "USD") }
        let scripts = try store.read {
            try $0.spent(since: noon, byScripts: true, currency: "USD")
        }
        #expect(all.tenThousandths == 6000)
        #expect(scripts.tenThousandths == 2000)
        #expect(throws: StoreError.self) {
            try store.write { try $0.execute(sql: "UPDATE ledger SET amount = 0") }
        }
        #expect(throws: StoreError.self) {
            try store.write { try $0.execute(sql: "DELETE FROM ledger") }
        }
    }
}
