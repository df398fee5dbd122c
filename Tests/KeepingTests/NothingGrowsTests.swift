@testable import Accounts
import GRDB
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Synchronization
import Testing
import Transport

/// Every query for a message, a look or a question uses an index.
@Suite("Nothing grows with history") struct NothingGrowsTests {
    /// Tables without history, and tables whose rows are read in order up to a limit.
    private static let small: Set<String> = [
        "home", "silence", "low_balance", "clock", "comparison", "script", "push", "memory",
        "trouble",
        "timer",
        "grdb_migrations", "json_each",
        "sqlite_schema", "message_text",
        // Parts of a table with a limited number of rows.
        "recent", "entry",
    ]

    @Test func `no statement reads a whole table`() async throws {
        let scripted = try await ScriptedKeeper(
            [
                "10-a.lua": """
                function on_message(message)
                  keeper.route("bank")
                  keeper.tag("x")
                  keeper.messages{ sender = "BANK", limit = 5 }
                  keeper.messages{ tag = "x", limit = 5 }
                  if message.completed then keeper.wake() end
                  keeper.finish()
                end
                """
            ], settings)
        let (store, keeper) = (scripted.fixture.store, scripted.fixture.keeper)
        let asked = Asked()
        try asked.listen(to: store)
        try await live(scripted)
        let fixture = scripted.fixture
        _ = try fixture.restarted()
        for line in await keeper.allLines() { _ = try store.latestEvents(line: line.id, limit: 5) }
        _ = try store.latestEvents(message: 1, limit: 5)
        _ = try store.actions(message: 1, limit: 5)
        _ = try store.actions(line: 1, limit: 5)
        _ = try store.order(of: 1)
        _ = try store.actions(in: [.failed])
        for state in Action.State.allCases {
            _ = try store.actions(state: state, limit: 5)
            _ = try store.actions(line: 1, state: state, limit: 5)
        }
        _ = try store.runs(on: 1)
        _ = try store.tally(channel: "phone")
        _ = try store.messagesByRoute()
        _ = try store.pastOrders()
        for grouping in SpendGrouping.allCases {
            _ = try store.spending(by: grouping, since: nil, limit: 5)
        }
        for field in [\Store.MessageFilter.sender, \.route, \.tag] {
            var filter = store.filter()
            filter[keyPath: field] = "x"
            _ = try store.messages(filter)
        }
        let statements = asked.statements.withLock { $0 }
        #expect(statements.count > 40)
        for sql in statements.sorted() { try expectIndexed(sql, store) }
        await scripted.end()
    }

    private var settings: KeeperSettings {
        var settings = KeeperSettings()
        settings.routes = ["bank": ["phone"]]
        settings.spendingPerDay = Money(tenThousandths: 10_000_000)
        settings.scriptsPerDay = Money(tenThousandths: 10_000_000)
        return settings
    }

    /// Messages of every kind, looks, pushes and lists.
    private func live(_ scripted: ScriptedKeeper) async throws {
        let fixture = scripted.fixture
        let rental = try await fixture.rental()
        let order = try await fixture.activation()
        let dated = ReceivedMessage(text: "Your", sender: "BANK", receivedAt: noon)
        let more = ReceivedMessage(text: "Your code is 4821", sender: "BANK", receivedAt: noon)
        let bare = ReceivedMessage(text: "991122", code: "991122")
        let whole = ReceivedMessage(text: "Your code: 991122", code: "991122")
        for list in [[dated], [more], [dated, more], []] {
            try await fixture.keeper.receive(list, on: rental.id)
            while try await scripted.runner.runOnce() > 0 {}
        }
        for list in [[bare], [whole], [bare]] {
            try await fixture.keeper.receive(
                list, on: order.id, standing: ActivationStatus(.received))
        }
        for line in [rental, order] {
            for text in ["Hello", "Hello", "331144"] {
                let message = ReceivedMessage(
                    text: text, receivedAt: line.kind == .rental ? noon : nil)
                try await fixture.keeper.recordNews(
                    PushNews(providerID: line.providerID, message: message), on: "pool")
            }
        }
        let again = try fixture.restarted()
        try await again.receive([more, whole, bare], on: order.id)
        try await fixture.keeper.receiveInParts(
            (0..<300).map { ReceivedMessage(text: "x\($0)", receivedAt: noon + .seconds($0)) },
            on: rental.id)
        try await fixture.keeper.compareLists(
            rentals: [], active: [], past: [], began: noon, on: "pool")
        while try await scripted.runner.runOnce() > 0 {}
    }

    private func expectIndexed(_ sql: String, _ store: Store) throws {
        let isQuestion = ["SELECT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) }
        guard isQuestion, !sql.contains("message_text_") else { return }
        let steps = try store.database.read { database in
            let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
            // The values are unbound: the plan must hold for all of them.
            statement.setUncheckedArguments(StatementArguments())
            return try Row.fetchAll(statement).map { $0["detail"] as String }
        }
        for step in steps where step.hasPrefix("SCAN ") {
            let table = step.split(separator: " ")[1]
            if table == "CONSTANT" || table == "sqlite_master" { continue }
            if Self.small.contains(String(table)) || table.hasPrefix("(") { continue }
            // Lines are loaded completely at a start; an ordered read ends at its limit.
            if table == "line", sql.contains("ORDER BY id") { continue }
            let isPicked = sql.contains("line = ") || sql.contains("message = ")
            if sql.contains("ORDER BY id DESC LIMIT"), !isPicked || !sql.contains("WHERE") {
                continue
            }
            // Counting the messages of a route reads only its part of the index.
            if step.contains("USING COVERING INDEX message_route") { continue }
            if step.contains("USING INDEX message_unhandled") { continue }
            if step.contains("USING INDEX message_tagged"), sql.contains("LIMIT") { continue }
            if step.contains("INDEX event_for_scripts") || step.contains("INDEX action_plan")
                || step.contains("INDEX action_unfinished")
            {
                continue
            }
            Issue.record("\(sql)\n→ \(step)")
        }
    }
}

/// The SQL of all statements that were run.
private final class Asked: Sendable {
    let statements = Mutex<Set<String>>([])

    func listen(to store: Store) throws {
        try store.database.write { database in
            database.trace { event in
                if case .statement(let statement) = event {
                    _ = self.statements.withLock { $0.insert(statement.sql) }
                }
            }
        }
    }
}
