import GRDB
import Lines
import Storage
import Testing

private let noon = Instant(milliseconds: 1_769_947_200_000)

/// What became of past orders, as the next choice reads it.
@Suite("Past orders")
struct PastOrdersTests {
    private let store: Store

    init() throws { store = try Store() }

    /// Writes an order that ended after some time, or received an SMS after another.
    @discardableResult
    private func order(
        _ state: LineState, kind: LineKind = .activation, pool: String? = nil,
        ended: Duration? = nil, received: Duration? = nil, _ change: (inout Line) -> Void = { _ in }
    ) throws -> Line {
        var line = Line(
            id: 0, account: "pool", provider: .smspool, kind: kind, state: state,
            purchasedAt: noon)
        line.service = "Google"
        line.country = "US"
        line.endedAt = ended.map { noon + $0 }
        change(&line)
        var action = Action(
            id: 0, key: "order-\(try store.lines().count)", kind: .order, origin: "console",
            payload: pool.map { #"{"pool":"\#($0)"}"# } ?? "{}", createdAt: noon)
        var written = line
        try store.write { database in
            try database.insert(&written)
            action.line = written.id
            _ = try database.insert(action)
            guard let received else { return }
            try database.record(
                [ReceivedMessage(text: "G-123456 is your code")],
                on: written, at: noon + received)
        }
        return written
    }

    @Test func `tell the pool, whether an SMS came, and how soon`() throws {
        try order(.finished, pool: "7", ended: .minutes(20), received: .seconds(42))
        try order(.refunded, pool: "MAIN/Foxtrot", ended: .minutes(20))
        let past = try store.pastOrders()
        #expect(
            past == [
                PastOrder(
                    account: "pool", service: "Google", country: "US", pool: "MAIN/Foxtrot",
                    hasMessage: false),
                PastOrder(
                    account: "pool", service: "Google", country: "US", pool: "7",
                    hasMessage: true, wait: .seconds(42)),
            ])
    }

    @Test func `without a result do not count`() throws {
        try order(.waiting)
        try order(.ordering)
        try order(.lost, ended: .minutes(20))
        try order(.refunded, ended: .minutes(20)) { $0.inDoubt = true }
        // Given up before an SMS could have come.
        try order(.refunded, ended: .seconds(30))
        // Bought elsewhere: nobody knows when.
        try order(.expired, ended: .minutes(20)) { $0.isAdopted = true }
        try order(.expired, kind: .rental, ended: .minutes(20))
        #expect(try store.pastOrders().isEmpty)
        // One that still waits for another code has shown that it works.
        try order(.waiting, received: .seconds(9))
        #expect(try store.pastOrders().map(\.hasMessage) == [true])
    }

    @Test func `are the latest thousand, however many there are`() throws {
        try store.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
                    INSERT INTO line (account, provider, kind, state, service, country,
                        purchased_at, ended_at)
                    SELECT 'pool', 'smspool', 'activation', 'expired', 'Google', 'US', 0, 1200000
                    FROM n
                    """)
        }
        #expect(try store.pastOrders().count == Store.longestPast)
    }

    @Test func `are found without reading a table that grows`() throws {
        let plan = try store.write { database in
            try String.fetchAll(
                database,
                sql: """
                    EXPLAIN QUERY PLAN
                    SELECT (SELECT stored_at FROM message WHERE message.line = recent.id
                            ORDER BY message.id LIMIT 1),
                        (SELECT payload FROM action WHERE action.line = recent.id
                            ORDER BY action.id LIMIT 1)
                    FROM (SELECT * FROM line ORDER BY id DESC LIMIT 1000) AS recent
                    """, adapter: SuffixRowAdapter(fromIndex: 3))
        }
        #expect(plan.contains { $0.contains("message_line") })
        #expect(plan.contains { $0.contains("action_line") })
        #expect(!plan.contains { $0.contains("SCAN message") || $0.contains("SCAN action") })
    }
}
