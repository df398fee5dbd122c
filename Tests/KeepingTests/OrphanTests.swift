import Accounts
import Foundation
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Lines whose account is no longer configured.
@Suite("Lines without an account")
struct OrphanTests {
    private func keeper(
        _ fixture: KeeperFixture, _ accounts: [(String, ProviderName)] = []
    ) throws -> Keeper {
        try Keeper(
            store: fixture.store, world: fixture.clock.world,
            accounts: accounts.map { name, provider in
                Account(
                    name: name, providerName: provider, url: "http://127.0.0.1",
                    provider: UnreachableProvider())
            }, settings: extending)
    }

    private var extending: KeeperSettings {
        var settings = KeeperSettings()
        settings.policy.rentals.extendBefore = .days(1)
        settings.policy.rentals.extendDays = 30
        settings.policy.activations.cancelUnusedAfter = .minutes(10)
        return settings
    }

    /// The ways a line loses its account: no account has the name, or the account is with another
    /// provider.
    private static let absences: [[(String, ProviderName)]] = [
        [], [("other", .smspool)], [("pool", .sms1001)],
    ]

    @Test(
        "Everything about them is refused at once, and nothing is left waiting",
        arguments: Self.absences)
    func refused(accounts: [(String, ProviderName)]) async throws {
        let fixture = try KeeperFixture()
        let rental = try await fixture.rental()
        let activation = try await fixture.activation()
        let keeper = try keeper(fixture, accounts)
        let asked: [(Action.Kind, Line)] = [
            (.refund, rental), (.extend, rental), (.wake, rental), (.cancel, activation),
            (.resend, activation), (.swap, activation), (.finish, activation),
        ]
        for (kind, line) in asked {
            do {
                _ = try await keeper.recordIntent(kind, on: line, origin: "console")
                Issue.record("\(kind) was taken on")
            } catch {
                #expect(error.description.contains("ccount pool"), "\(error)")
                #expect(error.description.contains("config.lua"), "\(error)")
            }
        }
        await #expect(throws: KeeperError.self) { try await keeper.checkAgain(activation) }
        #expect(await keeper.waitingActions(of: nil).isEmpty)
        #expect(try fixture.store.actions(in: [.pending, .running]).isEmpty)
        #expect(await keeper.plan(of: nil).isEmpty)
        #expect(await keeper.lines(for: .cancel).isEmpty)
        #expect(await !keeper.hasAccount(rental))
        // They are unchanged and can still be labelled.
        #expect(await keeper.allLines().map(\.state) == [.active, .waiting])
        #expect(try await keeper.label(rental.id, "bank").label == "bank")
        #expect(await keeper.plan(of: nil).isEmpty)
    }

    @Test(
        "The start says which they are, in a sentence for each account, and tells it as an event",
        arguments: Self.absences)
    func told(accounts: [(String, ProviderName)]) async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let other = try await fixture.rental()
        let keeper = try keeper(fixture, accounts)
        let notice = try #require(keeper.startNotices.first)
        #expect(keeper.startNotices.count == 1)
        #expect(notice.contains("lines \(line.id), \(other.id) are held"), "\(notice)")
        let events = try fixture.store.latestEvents(limit: 9)
        #expect(events.contains { $0.kind == "account_missing" && $0.text == notice })
        let missing = await keeper.missingAccounts()
        #expect(missing.map(\.name) == ["pool"] && missing.map(\.lines) == [2])
        #expect(try fixture.restarted().startNotices.isEmpty)
    }

    @Test("One that ran out meanwhile is not spoken of at every start")
    func overSince() async throws {
        let fixture = try KeeperFixture()
        _ = try await fixture.activation()
        fixture.clock.advance(.days(1))
        #expect(try keeper(fixture).startNotices.isEmpty)
    }

    @Test("What waited when the account went is ended, and done by retry when it is back")
    func waiting() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let refund = try await fixture.keeper.recordIntent(.refund, on: line, origin: "console")
        let without = try keeper(fixture)
        let failed = try #require(try fixture.store.action(refund.id))
        #expect(failed.state == .failed)
        #expect(failed.result?.contains("retry \(refund.id)") == true)
        await #expect(throws: KeeperError.self) { try await without.retry(refund.id) }
        #expect(try fixture.store.action(refund.id)?.state == .failed)
        let back = try fixture.restarted()
        #expect(try await fixture.nextAction(back) == nil)
        #expect(try await back.retry(refund.id))
        #expect(try await fixture.nextAction(back)?.id == refund.id)
    }

    @Test("What the plan had decided is decided anew when the account is back")
    func planned() async throws {
        let fixture = try KeeperFixture(extending)
        let line = try await fixture.rental()
        fixture.clock.advance(.days(29))
        let extend = try #require(try await fixture.nextAction())
        #expect(extend.kind == .extend)
        try await fixture.keeper.recordOutcome(of: extend.id, .declined("over the limit"))
        _ = try keeper(fixture)
        #expect(try fixture.store.action(extend.id)?.state == .failed)
        let back = try fixture.restarted(extending)
        let again = try #require(try await fixture.nextAction(back))
        #expect(again.kind == .extend && again.line == line.id && again.id != extend.id)
    }

    @Test("A purchase that nobody had begun is taken back; a doubt stays a doubt")
    func purchases() async throws {
        let fixture = try KeeperFixture()
        let doubtful = try await fixture.begin()
        _ = try await fixture.nextAction()
        let waiting = try await fixture.begin()
        let without = try keeper(fixture)
        #expect(await without.openDoubts().map(\.id) == [doubtful.id])
        #expect(try fixture.store.action(waiting.id)?.state == .failed)
        #expect(await without.allLines().map(\.id) == [doubtful.line])
        // Lists of an account with the same name and another provider do not settle the doubt.
        let other = try keeper(fixture, [("pool", .sms1001)])
        fixture.clock.advance(.minutes(5))
        try await other.compareLists(
            rentals: [], active: [], past: [], began: fixture.clock.world.now(), on: "pool")
        #expect(await other.openDoubts().map(\.id) == [doubtful.id])
    }

    @Test("An id that another provider's account of the same name gives is no line of before")
    func sameIDElsewhere() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let other = try keeper(fixture, [("pool", .sms1001)])
        let id = try #require(line.providerID)
        let reading = ActivationReading(providerID: id, status: ActivationStatus(.waiting))
        try await other.recordPoll([reading], asked: .seconds(1), on: "pool")
        #expect(try await other.line("\(line.id)") == fixture.keeper.line("\(line.id)"))
    }
}
