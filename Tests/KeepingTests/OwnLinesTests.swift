import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

@Suite("Numbers of one's own") struct OwnLinesTests {
    private let clock = ManualWorld()
    private let store: Store

    init() throws { store = try Store() }

    /// A manager's start with these lines in config.lua.
    private func keeper(
        _ lines: [OwnLine], name: String = "own"
    ) throws -> Keeper {
        var account = Account(
            name: name, providerName: .inbound, url: "",
            provider: Inbound(lines: lines, key: Secret("k")), adopts: false)
        account.ownLines = lines
        return try Keeper(
            store: store, world: clock.world, accounts: [account], settings: KeeperSettings())
    }

    private let home = OwnLine(name: "home", number: "+4915112345678")
    private let shop = OwnLine(name: "shop", number: "+493012345678")

    private func states(_ keeper: Keeper) async -> [String] {
        await keeper.allLines().map {
            "\($0.providerID ?? "") \($0.number ?? "") \($0.state.rawValue)"
        }
    }

    @Test func `config.lua names the lines, and they stay the same lines`() async throws {
        var keeper = try keeper([home, shop])
        #expect(
            await states(keeper) == ["home +4915112345678 active", "shop +493012345678 active"])
        #expect(await keeper.allLines().map(\.label) == ["home", "shop"])
        var moved = home
        moved.number = "+4915199999999"
        keeper = try self.keeper([moved])
        #expect(
            await states(keeper) == ["home +4915199999999 active", "shop +493012345678 finished"])
        keeper = try self.keeper([home, shop])
        #expect(
            await states(keeper) == ["home +4915112345678 active", "shop +493012345678 active"])
        #expect(await keeper.allLines().allSatisfy { $0.endedAt == nil })
        let kinds = try store.latestEvents(limit: 20).map(\.kind)
        #expect(
            kinds == [
                "adopted", "adopted", "number_changed", "finished", "number_changed", "adopted",
            ])
        // Another start changes nothing.
        _ = try self.keeper([home, shop])
        #expect(try store.latestEvents(limit: 20).count == 6)
    }

    @Test func `the lines of a renamed account go on with their messages`() async throws {
        var keeper = try keeper([home, shop])
        _ = try await keeper.receive(entry("home", id: "a", "Code 482913"))
        keeper = try self.keeper([home], name: "mine")
        let line = try #require(await keeper.knownLine(1))
        #expect(line.account == "mine" && line.state == .active && line.messageCount == 1)
        // Only the one that is not named again is without an account.
        #expect(keeper.startNotices.count == 1)
        #expect(keeper.startNotices.first?.contains("line 2 is held") == true)
        #expect(try store.messages(store.filter()).map(\.account) == ["mine"])
        #expect(try await !keeper.receive(entry("home", id: "a", "Code 482913")).isNew)
        // The other one stays where it was.
        #expect(await keeper.knownLine(2)?.account == "own")
        keeper = try self.keeper([home, shop], name: "mine")
        #expect(await keeper.allLines().map(\.account) == ["mine", "mine"])
    }

    @Test func `a line that another account names from now on goes on there`() async throws {
        let other = OwnLine(name: "van", number: "+491700000003")
        func both(_ first: [OwnLine], _ second: [OwnLine]) throws -> Keeper {
            let accounts = [("own", first), ("work", second)].map { name, lines in
                var account = Account(
                    name: name, providerName: .inbound, url: "",
                    provider: Inbound(lines: lines, key: Secret("k")), adopts: false)
                account.ownLines = lines
                return account
            }
            return try Keeper(
                store: store, world: clock.world, accounts: accounts, settings: KeeperSettings())
        }
        var keeper = try both([home, shop], [other])
        _ = try await keeper.receive(entry("home", id: "a", "Code 482913"))
        let endpoint = try store.pushEndpoint(of: "own", creating: "token")
        for (first, second, holder) in [
            ([shop], [other, home], "work"), ([shop, home], [other], "own"),
        ] {
            keeper = try both(first, second)
            let line = try #require(await keeper.knownLine(1))
            #expect(line.account == holder && line.state == .active && line.messageCount == 1)
            #expect(await keeper.allLines().count == 3)
            #expect(try store.messages(store.filter()).map(\.account) == [holder])
            #expect(try await !keeper.receive(entry("home", id: "a", "Code 482913")).isNew)
        }
        // The account it left keeps its address, and no line has ended meanwhile.
        #expect(try store.pushEndpoint(of: "own", creating: "x").token == endpoint.token)
        let kinds = try store.latestEvents(limit: 50).map(\.kind)
        #expect(!kinds.contains("finished") && kinds.count { $0 == "account" } == 2)
    }

    @Test func `a label of the person's own stays`() async throws {
        var keeper = try keeper([home])
        _ = try await keeper.label(1, "my phone")
        keeper = try self.keeper([home])
        #expect(await keeper.allLines().map(\.label) == ["my phone"])
        _ = try await keeper.receive(entry("home", id: "a"))
        _ = try await keeper.receive(entry("my phone", id: "b"))
        _ = try await keeper.receive(entry("5678", id: "c"))
        #expect(await keeper.knownLine(1)?.messageCount == 3)
    }

    private func entry(_ line: String, id: String, _ text: String = "hi") -> MessageSpool.Entry {
        MessageSpool.Entry(
            id: id, line: line, message: ReceivedMessage(text: text), at: clock.now)
    }

    @Test func `a message that is handed in twice is stored once, over a restart too`() async throws
    {
        var keeper = try keeper([home])
        #expect(try await keeper.receive(entry("home", id: "a", "Code 482913")).isNew)
        #expect(try await !keeper.receive(entry("home", id: "a", "Code 482913")).isNew)
        keeper = try self.keeper([home])
        #expect(try await !keeper.receive(entry("home", id: "a", "Code 482913")).isNew)
        let stored = try store.messages(store.filter())
        #expect(stored.map(\.code) == ["482913"])
        #expect(stored.map(\.isFirst) == [true])
        #expect(await keeper.knownLine(1)?.messageCount == 1)
    }

    @Test func `nothing is planned, owed or offered`() async throws {
        let keeper = try keeper([home])
        let line = try #require(await keeper.allLines().first)
        #expect(await keeper.plan(of: nil).isEmpty)
        clock.advance(.days(4000))
        #expect(await keeper.plan(of: nil).isEmpty)
        for kind in [
            Action.Kind.extend, .refund, .cancel, .wake, .resend, .swap, .finish,
        ] {
            let refusal = await #expect(throws: KeeperError.self) {
                try await keeper.recordIntent(kind, on: line, origin: "console")
            }
            #expect(refusal.map { "\($0)" } == LineObstacle.to(kind, on: line)?.description)
        }
        #expect(await keeper.accountViews().map(\.health.state) == [.ok])
    }

    @Test func `a word that names no line, or several, is refused with those there are`()
        async throws
    {
        let keeper = try keeper([home, shop])
        for word in ["hom", "1234", "", "+49"] {
            await #expect(throws: OwnLineRefusal.self) {
                try await keeper.receive(entry(word, id: "a"))
            }
        }
        let none = try Keeper(
            store: try Store(), world: clock.world, accounts: [], settings: KeeperSettings())
        await #expect(throws: OwnLineRefusal.self) {
            try await none.receive(entry("home", id: "a"))
        }
    }

    @Test func `a post that is refused is reported, at most every ten minutes`() async throws {
        let keeper = try keeper([home])
        let request = PushRequest(headers: [], body: [], receivedAt: clock.now)
        func reports() throws -> Int {
            try store.latestEvents(limit: 20).count { $0.kind == "post_refused" }
        }
        for _ in 0..<3 {
            await #expect(throws: PushFailure.self) {
                try await keeper.acceptWebhook(request, on: "own")
            }
        }
        #expect(try reports() == 1)
        clock.advance(.minutes(10))
        await #expect(throws: PushFailure.self) {
            try await keeper.acceptWebhook(request, on: "own")
        }
        #expect(try reports() == 2)
    }
}
