@testable import Accounts
import Channels
import GRDB
import Lines
import Providers
@testable import Running
@testable import Storage
import Testing
import Transport

@testable import Keeping

/// What a person is told by a keeper over a real database.
@Suite struct `Alerts of a keeper` {
    private static func settings(
        _ route: Route = ["phone"], channels: [String] = ["phone", "desk"],
        _ change: (inout KeeperSettings) -> Void = { _ in }
    ) -> KeeperSettings {
        var settings = KeeperSettings()
        settings.alerts = AlertSettings(route: route, channels: channels)
        change(&settings)
        return settings
    }

    /// Lets time pass, with the keeper looking every five seconds.
    private func live(
        _ span: Duration, _ fixture: KeeperFixture, _ keeper: Keeper? = nil,
        seeing others: [Trouble] = []
    ) async -> [Alert] {
        var unwritten: [Alert] = []
        let end = fixture.clock.now + span
        while fixture.clock.now < end {
            fixture.clock.advance(.seconds(5))
            unwritten += await (keeper ?? fixture.keeper).tellTroubles(besides: others)
        }
        return unwritten
    }

    private func refuse(_ fixture: KeeperFixture, _ keeper: Keeper? = nil) async {
        await (keeper ?? fixture.keeper).noteCall(
            on: "pool", providerTime: nil, error: .wrongKey)
    }

    private func accept(_ fixture: KeeperFixture, _ keeper: Keeper? = nil) async {
        await (keeper ?? fixture.keeper).noteCall(on: "pool", providerTime: nil, error: nil)
    }

    private func forwards(_ fixture: KeeperFixture) throws -> [Action] {
        try fixture.store.actions(limit: 100).filter { $0.origin == "alert" }.reversed()
    }

    private func titles(_ fixture: KeeperFixture) throws -> [String] {
        try forwards(fixture).map { $0.content?.title?.replacing("Linekeeper: ", with: "") ?? "" }
    }

    private func fail(
        _ count: Int, on channel: String, with error: DeliveryError, _ fixture: KeeperFixture
    ) async throws {
        for _ in 0..<count {
            let sent = try await fixture.keeper.recordForward(
                to: channel, .init(text: "x"), origin: "console")
            try await fixture.keeper.delivered(
                [.init(action: sent.row, result: .failure(error))])
        }
    }

    @Test func `go through the outbox, once, and once when it is over`() async throws {
        let fixture = try KeeperFixture(Self.settings())
        await refuse(fixture)
        #expect(await live(.minutes(10), fixture).isEmpty)
        let first = try #require(try forwards(fixture).first)
        #expect(first.channel == "phone" && first.state == .pending)
        #expect(first.content?.priority == .urgent)
        #expect(
            first.content?.text == "Account pool: SMSPool refuses the key. Correct "
                + "accounts.pool.key in config.lua and restart.")
        await accept(fixture)
        _ = await live(.minutes(10), fixture)
        #expect(try titles(fixture) == ["key refused (pool)", "over: key refused (pool)"])
        #expect(try forwards(fixture).last?.content?.priority == .normal)
        let told = try fixture.store.troubles()
        #expect(told.map(\.isEndTold) == [true] && told.map(\.isOpen) == [false])
        #expect(try fixture.store.troubles().allSatisfy { $0.endedAt != nil })
    }

    @Test func `are not told again by the next manager, which tells their end`() async throws {
        let fixture = try KeeperFixture(Self.settings())
        await refuse(fixture)
        _ = await live(.minutes(1), fixture)
        var keeper = try fixture.restarted(Self.settings())
        await refuse(fixture, keeper)
        _ = await live(.minutes(10), fixture, keeper)
        #expect(try titles(fixture) == ["key refused (pool)"])
        keeper = try fixture.restarted(Self.settings())
        await accept(fixture, keeper)
        _ = await live(.minutes(10), fixture, keeper)
        keeper = try fixture.restarted(Self.settings())
        _ = await live(.minutes(10), fixture, keeper)
        #expect(try titles(fixture) == ["key refused (pool)", "over: key refused (pool)"])
    }

    @Test func `are no more in an hour because of a restart`() async throws {
        let settings = Self.settings { $0.alerts?.rules.mostPerHour = 1 }
        let fixture = try KeeperFixture(settings)
        await refuse(fixture)
        _ = await live(.minutes(1), fixture)
        let keeper = try fixture.restarted(settings)
        await accept(fixture, keeper)
        _ = await live(.minutes(50), fixture, keeper)
        #expect(try titles(fixture) == ["key refused (pool)"])
        _ = await live(.minutes(10), fixture, keeper)
        #expect(try titles(fixture) == ["key refused (pool)", "over: key refused (pool)"])
    }

    @Test func `of a small budget outlast a restart until it is known to be enough`()
        async throws
    {
        let fixture = try KeeperFixture(Self.settings())
        var entry = TroubleEntry(
            Trouble(.budgetShort, "pool", "Too small.", remedy: "Raise it.", over: "Enough."),
            since: noon)
        entry.openedAt = noon
        entry.isTold = true
        try fixture.store.write { [entry] in try $0.set(entry) }
        let keeper = try fixture.restarted(Self.settings())
        _ = await live(.minutes(20), fixture, keeper)
        #expect(await keeper.openTroubles.map(\.trouble.kind) == [.budgetShort])
        for _ in 1...3 {
            _ = try await fixture.nextAction(keeper)
            _ = await live(.minutes(3), fixture, keeper)
        }
        #expect(try titles(fixture) == ["over: budget too small (pool)"])
        #expect(
            try fixture.store.latestEvents(limit: 99).filter { $0.kind == "budget_ok" }.count == 1)
    }

    @Test func `are not watched unless they are configured`() async throws {
        let fixture = try KeeperFixture()
        await refuse(fixture)
        #expect(await live(.minutes(10), fixture).isEmpty)
        #expect(try fixture.store.actions(limit: 10).isEmpty)
        #expect(try fixture.store.troubles().isEmpty)
    }

    @Test
    func `of a channel go through another one, and never about forwards of alerts in a circle`()
        async throws
    {
        let fixture = try KeeperFixture(Self.settings())
        try await fixture.keeper.setAsideForwards(without: ["phone", "desk"])
        let refusal = DeliveryError.refused(channel: "phone", status: 400, answer: "code 123456?")
        try await fail(3, on: "phone", with: refusal, fixture)
        _ = await live(.minutes(5), fixture)
        let first = try #require(try forwards(fixture).first)
        #expect(first.channel == "desk")
        #expect(
            first.content?.text == "3 forwards to channel phone could not be delivered and are not "
                + "tried again. `actions --state failed` shows why, `retry` sends them again.",
            "nothing of the receiver's answer, which may quote a message")
        // What carries it dies too: nobody is left to tell, and no further forward is made of it.
        for _ in 0..<20 {
            for alert in try forwards(fixture) where alert.state == .pending {
                let end = DeliveryError.refused(
                    channel: alert.channel ?? "", status: 400, answer: "")
                try await fixture.keeper.delivered(
                    [.init(action: alert, result: .failure(end))])
            }
            _ = await live(.minutes(5), fixture)
        }
        #expect(try forwards(fixture).count == 2)
        #expect(try forwards(fixture).map(\.channel) == ["desk", "phone"])
    }

    @Test func `about something else avoid a channel that takes nothing`() async throws {
        let fixture = try KeeperFixture(Self.settings())
        try await fixture.keeper.setAsideForwards(without: ["phone", "desk"])
        try await fail(
            1, on: "phone", with: .noReceiver(channel: "phone", status: 410, answer: ""), fixture)
        #expect(await fixture.keeper.goneChannels == ["phone"])
        _ = await live(.minutes(1), fixture)
        await refuse(fixture)
        _ = await live(.minutes(1), fixture)
        #expect(try forwards(fixture).map(\.channel) == ["desk", "desk"])
        #expect(try titles(fixture).contains("key refused (pool)"))
        // It is still marked after a start, until it takes something.
        let keeper = try fixture.restarted(Self.settings())
        #expect(await keeper.goneChannels == ["phone"])
        let sent = try await keeper.recordForward(
            to: "phone", .init(text: "x"), origin: "console")
        try await keeper.delivered([.init(action: sent.row, result: .success(.init("taken")))])
        #expect(await keeper.goneChannels == [])
    }

    @Test func `of a forward that died are told even if the next one is taken at once`()
        async throws
    {
        let fixture = try KeeperFixture(Self.settings())
        try await fixture.keeper.setAsideForwards(without: ["phone", "desk"])
        try await fail(
            1, on: "phone", with: .refused(channel: "phone", status: 400, answer: ""), fixture)
        fixture.clock.advance(.milliseconds(10))
        let sent = try await fixture.keeper.recordForward(
            to: "phone", .init(text: "x"), origin: "console")
        try await fixture.keeper.delivered(
            [.init(action: sent.row, result: .success(.init("taken")))])
        _ = await live(.hours(30), fixture)
        #expect(try titles(fixture) == ["forward dead (phone)", "over: forward dead (phone)"])
        // A start knows nothing of what was taken, and tells it no more.
        _ = await live(.hours(1), fixture, try fixture.restarted(Self.settings()))
        #expect(try forwards(fixture).count == 2)
    }

    @Test func `go along a chain`() async throws {
        let chain = Route([Route.Chain(["phone", "desk"], within: .minutes(2))])
        let fixture = try KeeperFixture(Self.settings(chain))
        await refuse(fixture)
        _ = await live(.seconds(5), fixture)
        let alert = try #require(try forwards(fixture).first)
        #expect(alert.details.further == ["desk"])
        #expect(alert.nextAt == fixture.clock.now + .minutes(2))
    }

    @Test func `that cannot be written are handed back, and written when that is possible`()
        async throws
    {
        let fixture = try KeeperFixture(Self.settings())
        fixture.store.setWatched(true)
        fixture.store.note(.diskFull(path: "x"))
        await refuse(fixture)
        let alerts = await live(.minutes(5), fixture)
        #expect(alerts.map(\.title) == ["Linekeeper: key refused (pool)"])
        #expect(await fixture.keeper.channels(for: alerts[0]) == ["phone"])
        try fixture.store.attempt { _ in }
        _ = await live(.minutes(5), fixture)
        #expect(try forwards(fixture).isEmpty, "it was told already")
        #expect(try fixture.store.troubles().filter { $0.endedAt == nil }.map(\.isTold) == [true])
        await accept(fixture)
        _ = await live(.minutes(5), fixture)
        #expect(try titles(fixture) == ["over: key refused (pool)"])
    }

    @Test func `a trial goes where alerts go, and waits for nothing`() async throws {
        let fixture = try KeeperFixture(Self.settings(["desk", "phone"]))
        let trials = try await fixture.keeper.recordTrialAlert()
        #expect(trials.map(\.channel) == ["desk", "phone"])
        #expect(trials.allSatisfy { $0.origin == "console" && $0.state == .pending })
        let silent = try KeeperFixture(Self.settings([], channels: []))
        await #expect(throws: KeeperError.self) { try await silent.keeper.recordTrialAlert() }
        await refuse(silent)
        #expect(await live(.minutes(1), silent).isEmpty)
        #expect(await silent.keeper.openTroubles.count == 1)
    }

    @Test func `write nothing while nothing changes`() async throws {
        let fixture = try KeeperFixture(Self.settings())
        await refuse(fixture)
        _ = await live(.minutes(1), fixture)
        let before = try fixture.store.read { try Int.fetchOne($0, sql: "SELECT total_changes()") }
        _ = await live(.hours(1), fixture)
        let after = try fixture.store.read { try Int.fetchOne($0, sql: "SELECT total_changes()") }
        #expect(before == after)
    }
}
