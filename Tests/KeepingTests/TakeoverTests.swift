import Accounts
import GRDB
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// An account that was renamed or configured twice is one account.
@Suite("Accounts that are one") struct TakeoverTests {
    private let clock = ManualWorld()
    private let store: Store

    init() throws { store = try Store.recorded() }

    private func keeper(_ names: String..., twin: String? = nil) throws -> Keeper {
        let accounts = names.map { name in
            var account = Account(
                name: name, providerName: .smspool, url: "http://127.0.0.1",
                provider: UnreachableProvider(), requestsPerSecond: 100)
            account.twin = name == names.first ? nil : twin
            return account
        }
        return try Keeper(
            store: store, world: clock.world, accounts: accounts, settings: KeeperSettings())
    }

    private func rentals() -> [HeldRental] {
        (1...3).map { index in
            var rental = HeldRental(providerID: "R\(index)")
            rental.number = "+1415555000\(index)"
            rental.expiresAt = clock.world.now() + .days(20)
            return rental
        }
    }

    private func list(_ keeper: Keeper, on name: String, _ rentals: [HeldRental]? = nil)
        async throws
    {
        try await keeper.compareLists(
            rentals: rentals ?? self.rentals(), active: [], past: nil, began: clock.world.now(),
            on: name)
    }

    /// Three rentals with one message each, under the name `pool`.
    private func history() async throws {
        let pool = try keeper("pool")
        try await list(pool, on: "pool")
        for line in await pool.allLines() {
            let message = ReceivedMessage(text: "Hello \(line.id)", receivedAt: clock.world.now())
            try await pool.receive([message], on: line.id)
        }
        try store.write { database in
            try database.append(
                LedgerEntry(
                    at: clock.world.now(), account: "pool", line: 1, action: nil, kind: .charge,
                    what: "rent", origin: "console", amount: Money(tenThousandths: 50_000)))
        }
    }

    private func accountEvents() throws -> [String] {
        try store.latestEvents(limit: 100).filter { $0.kind == "account" }.map(\.text)
    }

    @Test func `a new name adopts nothing again, and says how to go on`() async throws {
        try await history()
        let main = try keeper("main")
        try await list(main, on: "main")
        try await list(main, on: "main")
        #expect(await main.allLines().count == 3)
        #expect(try accountEvents().count == 1)
        #expect(try accountEvents().first?.contains("`adopt main --from pool`") == true)
        #expect(await main.accountViews().first?.remark?.contains("--from pool") == true)
        #expect(try await main.takeUp(rentals: rentals(), on: "main").isEmpty)
    }

    @Test func `a new name goes on with all that the old one had`() async throws {
        try await history()
        let main = try keeper("main")
        try await list(main, on: "main")
        #expect(try await main.takeOver(from: "pool", by: "main").count == 3)
        #expect(await main.allLines().map(\.account) == ["main", "main", "main"])
        #expect(try store.messages(store.filter()).map(\.account) == ["main", "main", "main"])
        #expect(
            try store.ledger(since: Instant(milliseconds: 0), limit: 9).map(\.account) == ["main"])
        #expect(await main.accountViews().first?.remark == nil)
        // The ledger is still append-only.
        #expect(throws: StoreError.self) {
            try store.write { try $0.execute(sql: "UPDATE ledger SET amount = 0") }
        }
        for keeper in [main, try keeper("main")] {
            try await list(keeper, on: "main")
            #expect(await keeper.allLines().count == 3)
            let message = ReceivedMessage(text: "Hello 1", receivedAt: clock.world.now())
            try await keeper.receive([message], on: 1)
        }
        #expect(try store.messages(store.filter()).count == 3)
    }

    @Test func `what cannot be taken over is refused with the reason`() async throws {
        try await history()
        let both = try keeper("pool", "main")
        await #expect(throws: KeeperError.self) {
            try await both.takeOver(from: "pool", by: "main")
        }
        await #expect(throws: KeeperError.self) { try await both.takeOver(from: "x", by: "main") }
        await #expect(throws: KeeperError.self) { try await both.takeOver(from: "pool", by: "x") }
        #expect(await both.allLines().map(\.account) == ["pool", "pool", "pool"])
    }

    @Test func `a name that holds no lines is told apart from one that is no account`() async throws
    {
        try await history()
        let main = try keeper("main")
        let unknown = await #expect(throws: KeeperError.self) {
            try await main.takeOver(from: "nosuch", by: "main")
        }
        #expect(
            unknown?.description
                == "No lines are held under the name \"nosuch\". Accounts with lines but not in "
                + "config.lua: pool.")
        _ = try await main.takeOver(from: "pool", by: "main")
        let again = await #expect(throws: KeeperError.self) {
            try await main.takeOver(from: "pool", by: "main")
        }
        #expect(
            again?.description
                == "No lines are held under the name \"pool\". Nothing to move: every line is "
                + "held under an account in config.lua.")
    }

    @Test(arguments: [nil, "pool"])
    func `one key written twice stores each message once`(twin: String?) async throws {
        let both = try keeper("pool", "again", twin: twin)
        for _ in 0..<2 {
            try await list(both, on: "pool")
            try await list(both, on: "again")
        }
        #expect(await both.allLines().map(\.account) == ["pool", "pool", "pool"])
        let remarks = await both.accountViews().map { ($0.account.name, $0.remark ?? "") }
        #expect(remarks[0].0 == "again" && remarks[0].1.contains("same orders as pool"))
        #expect(remarks[1].1 == "")
    }

    @Test func `the same id of another number is another line`() async throws {
        try await history()
        let both = try keeper("pool", "other")
        var rental = HeldRental(providerID: "R1")
        rental.number = "+447700900111"
        try await list(both, on: "other", [rental])
        #expect(await both.allLines().count == 4)
    }

    // MARK: Bought under one name, found under the other

    private func order(_ keeper: Keeper, on name: String) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.account = name
        payload.price = Money(tenThousandths: 2400)
        let action = try await keeper.recordIntent(.order, on: name, payload, origin: "console") {
            $0.label = "mine"
        }
        for _ in 0..<20 {
            if case .action = try await keeper.nextWork(for: name) { break }
            await keeper.listingFailed(on: name)
        }
        return action
    }

    private func reading() -> ActivationReading {
        var reading = ActivationReading(providerID: "O1", status: ActivationStatus(.waiting))
        reading.number = "+447700900123"
        return reading
    }

    @Test(arguments: ["pool", "again"])
    func `what one of both is buying is not taken up by the other`(buyer: String) async throws {
        let both = try keeper("pool", "again", twin: "pool")
        let other = buyer == "pool" ? "again" : "pool"
        let action = try await order(both, on: buyer)
        try await both.compareLists(
            rentals: [], active: [reading()], past: nil, began: clock.world.now(), on: other)
        await #expect(throws: KeeperError.self) {
            try await both.takeUp(active: [reading()], on: other)
        }
        try await both.recordOutcome(
            of: action.id, .bought(Purchase(providerID: "O1", number: "+447700900123")))
        #expect(await both.allLines().map(\.account) == [buyer])
    }

    /// Nobody could know that both are the same: their orders are written differently.
    @Test func `what was taken up by the other while it was bought is one line`() async throws {
        let both = try keeper("pool", "again")
        let action = try await order(both, on: "pool")
        let taken = try #require(
            try await both.takeUp(active: [reading()], on: "again").first)
        let text = ReceivedMessage(text: "Code 482913", receivedAt: clock.world.now())
        try await both.receive([text], on: taken.id)
        try await both.recordOutcome(
            of: action.id, .bought(Purchase(providerID: "O1", number: "+447700900123")))
        let lines = await both.allLines()
        #expect(lines.map(\.id) == [taken.id] && lines.first?.label == "mine")
        #expect(try await both.action(action.id).line == taken.id)
        #expect(try await both.action(action.id).state == .done)
        let paid = try store.ledger(since: Instant(milliseconds: 0), limit: 9)
        #expect(paid.map(\.amount) == [Money(tenThousandths: 2400)])
        #expect(paid.first?.line == taken.id && paid.first?.account == "pool")
        for name in ["pool", "again"] {
            try await both.compareLists(
                rentals: [], active: [reading()], past: nil, began: clock.world.now(), on: name)
        }
        try await both.receive([text], on: taken.id)
        #expect(try store.messages(store.filter()).count == 1)
        // It holds after a restart too.
        #expect(await (try keeper("pool", "again")).allLines().map(\.id) == [taken.id])
        #expect(await both.accountViews().contains { $0.remark?.contains("share a key") == true })
    }
}
