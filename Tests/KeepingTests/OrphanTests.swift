import Foundation
import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// Lines whose account is no longer configured.
@Suite("Lines without an account")
struct OrphanTests {
    private func keeper(
        _ house: TestHouse, _ accounts: [(String, ProviderName)] = []
    ) throws -> Keeper {
        try Keeper(
            store: house.store, world: house.clock.world,
            accounts: accounts.map { name, provider in
                Account(
                    name: name, providerName: provider, url: "http://127.0.0.1",
                    provider: SilentProvider())
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
        let house = try TestHouse()
        let rental = try await house.rental()
        let activation = try await house.activation()
        let keeper = try keeper(house, accounts)
        let asked: [(Action.Kind, Line)] = [
            (.refund, rental), (.extend, rental), (.wake, rental), (.cancel, activation),
            (.resend, activation), (.swap, activation), (.finish, activation),
        ]
        for (kind, line) in asked {
            do {
                _ = try await keeper.intend(kind, on: line, origin: "console")
                Issue.record("\(kind) was taken on")
            } catch {
                #expect(error.description.contains("ccount pool"), "\(error)")
                #expect(error.description.contains("config.lua"), "\(error)")
            }
        }
        await #expect(throws: KeeperError.self) { try await keeper.checkAgain(activation) }
        #expect(await keeper.waitingActions(of: nil).isEmpty)
        #expect(try house.store.actions(in: [.pending, .running]).isEmpty)
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
        let house = try TestHouse()
        let line = try await house.rental()
        let other = try await house.rental()
        let keeper = try keeper(house, accounts)
        let notice = try #require(keeper.startNotices.first)
        #expect(keeper.startNotices.count == 1)
        #expect(notice.contains("lines \(line.id), \(other.id) are held"), "\(notice)")
        let events = try house.store.latestEvents(limit: 9)
        #expect(events.contains { $0.kind == "account_missing" && $0.text == notice })
        let missing = await keeper.missingAccounts()
        #expect(missing.map(\.name) == ["pool"] && missing.map(\.lines) == [2])
        #expect(try house.restarted().startNotices.isEmpty)
    }

    @Test("One that ran out meanwhile is not spoken of at every start")
    func overSince() async throws {
        let house = try TestHouse()
        _ = try await house.activation()
        house.clock.advance(.days(1))
        #expect(try keeper(house).startNotices.isEmpty)
    }

    @Test("What waited when the account went is ended, and done by retry when it is back")
    func waiting() async throws {
        let house = try TestHouse()
        let line = try await house.rental()
        let refund = try await house.keeper.intend(.refund, on: line, origin: "console")
        let without = try keeper(house)
        let failed = try #require(try house.store.action(refund.id))
        #expect(failed.state == .failed)
        #expect(failed.result?.contains("retry \(refund.id)") == true)
        await #expect(throws: KeeperError.self) { try await without.retry(refund.id) }
        #expect(try house.store.action(refund.id)?.state == .failed)
        let back = try house.restarted()
        #expect(try await house.nextAction(back) == nil)
        #expect(try await back.retry(refund.id) == 1)
        #expect(try await house.nextAction(back)?.id == refund.id)
    }

    @Test("What the plan had decided is decided anew when the account is back")
    func planned() async throws {
        let house = try TestHouse(extending)
        let line = try await house.rental()
        house.clock.advance(.days(29))
        let extend = try #require(try await house.nextAction())
        #expect(extend.kind == .extend)
        try await house.keeper.ended(extend.id, .declined("over the limit"))
        _ = try keeper(house)
        #expect(try house.store.action(extend.id)?.state == .failed)
        let back = try house.restarted(extending)
        let again = try #require(try await house.nextAction(back))
        #expect(again.kind == .extend && again.line == line.id && again.id != extend.id)
    }

    @Test("A purchase that nobody had begun is taken back; a doubt stays a doubt")
    func purchases() async throws {
        let house = try TestHouse()
        let doubtful = try await house.begin()
        _ = try await house.nextAction()
        let waiting = try await house.begin()
        let without = try keeper(house)
        #expect(await without.openDoubts().map(\.id) == [doubtful.id])
        #expect(try house.store.action(waiting.id)?.state == .failed)
        #expect(await without.allLines().map(\.id) == [doubtful.line])
        // Lists of an account with the same name and another provider do not settle the doubt.
        let other = try keeper(house, [("pool", .sms1001)])
        house.clock.advance(.minutes(5))
        try await other.listed(
            rentals: [], active: [], past: [], began: house.clock.world.now(), on: "pool")
        #expect(await other.openDoubts().map(\.id) == [doubtful.id])
    }

    @Test("An id that another provider's account of the same name gives is no line of before")
    func sameIDElsewhere() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        let other = try keeper(house, [("pool", .sms1001)])
        let id = try #require(line.providerID)
        let reading = ActivationReading(providerID: id, status: ActivationStatus(.waiting))
        try await other.polled([reading], asked: .seconds(1), on: "pool")
        #expect(try await other.line("\(line.id)") == house.keeper.line("\(line.id)"))
    }
}
