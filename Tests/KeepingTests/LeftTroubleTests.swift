@testable import Accounts
import Channels
import Foundation
import Lines
import Providers
@testable import Running
import Scripting
@testable import Storage
import Testing
import Transport

@testable import Keeping

/// Who is told of a line that runs out: a person, unless a script did something about it.
@Suite("What is left to scripts") struct LeftTroubleTests {
    private static let script = "10-a.lua"

    private static let settings: KeeperSettings = {
        var settings = KeeperSettings()
        settings.alerts = AlertSettings(route: ["phone"], channels: ["phone"])
        settings.alerts?.rules.mostPerHour = 3
        return settings
    }()

    /// A keeper with a rental in the last quarter of its time, and scripts that were told so.
    private func warned(_ body: String) async throws -> ScriptedKeeper {
        let text = """
            function on_line(event) if event.kind == "expiring" then \(body) end end
            function on_timer() end
            """
        let scripted = try await ScriptedKeeper([Self.script: text], Self.settings)
        await scripted.worker.setEnvironment(ScriptEnvironment(routes: [], channels: ["phone"]))
        try await scripted.fixture.keeper.setAsideForwards(without: ["phone"])
        await scripted.runner.load()
        let fixture = scripted.fixture
        var rental = HeldRental(providerID: "R1")
        rental.number = "+14155550001"
        rental.expiresAt = fixture.clock.now + .hours(80)
        try await fixture.keeper.adopt(rental, on: "pool")
        fixture.clock.advance(.hours(61))
        #expect(try await fixture.nextAction() == nil)
        try await scripted.runAll()
        #expect(try scripted.events("expiring").count == 1)
        return scripted
    }

    /// Lets time pass, and returns the titles of the alerts there are by then.
    private func alerts(
        after span: Duration, _ fixture: KeeperFixture, _ keeper: Keeper? = nil
    ) async throws -> [String] {
        let end = fixture.clock.now + span
        while fixture.clock.now < end {
            fixture.clock.advance(.seconds(5))
            _ = await (keeper ?? fixture.keeper).tellTroubles(besides: [])
        }
        return try fixture.store.actions(limit: 100).filter { $0.origin == "alert" }
            .compactMap { $0.content?.title }
    }

    @Test(arguments: [
        #"keeper.remember("n", 1)"#, #"keeper.after("1h", "later")"#, #"keeper.log(event.text)"#,
        // Scripts may spend nothing here.
        "keeper.extend(event.line.id, 30)", #"error("no")"#, #"keeper.tag_line("gone", "x")"#,
    ])
    func `an on_line that does nothing about the line leaves the alert to a person`(
        body: String
    ) async throws {
        let scripted = try await warned(body)
        let told = try await alerts(after: .minutes(1), scripted.fixture)
        #expect(told == ["Linekeeper: line expiring (line 1)"])
        await scripted.end()
    }

    @Test(arguments: [
        #"keeper.forward("phone", event.text)"#, #"keeper.tag_line(event.line.id, "ends")"#,
        #"keeper.label(event.line.id, "ends")"#, "keeper.wake(event.line.id)",
    ])
    func `an on_line that does something about it tells the person itself, over a restart too`(
        body: String
    ) async throws {
        let scripted = try await warned(body)
        let fixture = scripted.fixture
        #expect(try await alerts(after: .minutes(5), fixture) == [])
        let open = try fixture.store.troubles()
        #expect(open.map(\.trouble.kind) == [.expiring] && open.map(\.isLeft) == [true])
        let keeper = try fixture.restarted(Self.settings)
        #expect(try await alerts(after: .minutes(5), fixture, keeper) == [])
        await scripted.end()
    }

    @Test func `an action that comes to nothing leaves it to a person again`() async throws {
        let scripted = try await warned("keeper.wake(event.line.id)")
        let fixture = scripted.fixture
        #expect(try await alerts(after: .minutes(5), fixture) == [])
        _ = try await fixture.keeper.drop(pendingOf: Self.script, most: 9)
        let told = try await alerts(after: .minutes(1), fixture)
        #expect(told == ["Linekeeper: line expiring (line 1)"])
        await scripted.end()
    }
}
