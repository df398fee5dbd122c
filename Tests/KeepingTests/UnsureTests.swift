import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Calls whose effect the provider does not show: the evidence used instead, and the fallback
/// without any.
@Suite("What became of it is not shown")
struct UnsureTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    private func fixture(
        _ whenUnsure: RentalPolicy.WhenUnsure = .retry, showsResends: Bool = true
    ) throws -> KeeperFixture {
        var provider = UnreachableProvider()
        provider.capabilities.tellsExpiry = false
        provider.capabilities.showsResends = showsResends
        var settings = KeeperSettings()
        settings.policy.rentals.extendBefore = .days(1)
        settings.policy.rentals.extendDays = 30
        settings.policy.rentals.extendWhenUnsure = whenUnsure
        return try KeeperFixture(settings, provider: provider)
    }

    /// A planned extension whose answer was lost.
    private func doubt(_ fixture: KeeperFixture) async throws -> OpenAction {
        let line = try await fixture.rental()
        fixture.clock.advance(.days(29) + .minutes(1))
        let extend = try #require(try await fixture.nextAction())
        _ = try await fixture.keeper.renewTerms(of: extend.id)
        try await fixture.keeper.approvePrice(of: extend.id, Money(tenThousandths: 60_000))
        try await fixture.keeper.note(balance: Money(tenThousandths: 900_000), before: extend.id)
        try await fixture.keeper.note(paidPeriods: 1, before: extend.id)
        try await fixture.keeper.recordOutcome(of: extend.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        return extend
    }

    private func settle(
        _ fixture: KeeperFixture, _ doubt: OpenAction, paidPeriods: Int?, balance: Int64?
    ) async throws {
        try await fixture.keeper.settle(
            extension: doubt.id, paidPeriods: paidPeriods,
            balance: balance.map { Money(tenThousandths: $0) }, asked: fixture.clock.world.now(),
            on: "pool")
    }

    @Test func `an extension is told by what was paid for, and by the money`() async throws {
        for (paidPeriods, balance) in [(2, nil), (nil, 840_000), (2, 840_000)] as [(Int?, Int64?)] {
            let fixture = try fixture()
            let doubt = try await doubt(fixture)
            #expect(await fixture.keeper.extensionsUntold(on: "pool").map(\.doubt) == [doubt.id])
            #expect(await fixture.keeper.needsBalance(on: "pool"))
            try await settle(fixture, doubt, paidPeriods: paidPeriods, balance: balance)
            #expect(try fixture.store.action(doubt.id)?.state == .done)
            let line = try #require(await fixture.keeper.allLines().first)
            #expect(line.expiresAt == noon + .days(60))
            let charges = try fixture.store.ledger(since: nil, limit: 9).filter {
                $0.what == "extend"
            }
            #expect(charges.map(\.amount.tenThousandths) == [60_000])
        }
    }

    @Test func `that it was not made is believed when nothing is gone, and it is made`()
        async throws
    {
        let fixture = try fixture()
        let doubt = try await doubt(fixture)
        try await settle(fixture, doubt, paidPeriods: 1, balance: 900_000)
        #expect(await fixture.keeper.openDoubts().count == 1, "it had no time to show")
        fixture.clock.advance(.minutes(2))
        try await settle(fixture, doubt, paidPeriods: 1, balance: 900_000)
        #expect(await fixture.keeper.openDoubts().isEmpty)
        fixture.clock.advance(.minutes(1))
        #expect(try await fixture.nextAction()?.id == doubt.id)
    }

    @Test func `one that was not made is found out within minutes, not with the next list`()
        async throws
    {
        let fixture = try fixture()
        let doubt = try await doubt(fixture)
        var waited = 0
        while await !fixture.keeper.openDoubts().isEmpty, waited < 60 {
            fixture.clock.advance(.seconds(5))
            waited += 1
            guard case .list = try await fixture.keeper.nextWork(for: "pool") else { continue }
            let now = fixture.clock.world.now()
            try await settle(fixture, doubt, paidPeriods: 1, balance: 900_000)
            try await fixture.keeper.compareLists(
                rentals: nil, active: nil, past: nil, began: now, on: "pool")
        }
        #expect(await fixture.keeper.openDoubts().isEmpty && waited < 36)
    }

    @Test func `one that stays unknown is made again while the number can be saved, and told`()
        async throws
    {
        let fixture = try fixture()
        let doubt = try await doubt(fixture)
        fixture.clock.advance(.hours(1))
        try await settle(fixture, doubt, paidPeriods: nil, balance: 870_000)
        try await fixture.keeper.reconsider(on: "pool")
        #expect(await fixture.keeper.openDoubts().count == 1, "there is time")
        fixture.clock.advance(.hours(17))
        try await fixture.keeper.reconsider(on: "pool")
        #expect(await fixture.keeper.openDoubts().isEmpty)
        let told = try fixture.store.latestEvents(limit: 20).filter { $0.kind == "unsure" }
        #expect(told.count == 1 && told[0].text.contains("paid for twice"))
        let again = try #require(try await fixture.nextAction())
        #expect(again.id == doubt.id)
        // Both were made, so the difference since the first is the total taken.
        _ = try await fixture.keeper.renewTerms(of: again.id)
        try await fixture.keeper.approvePrice(of: again.id, Money(tenThousandths: 60_000))
        try await fixture.keeper.note(balance: Money(tenThousandths: 840_000), before: again.id)
        await fixture.keeper.expectComparison(of: again.id)
        try await fixture.keeper.recordOutcome(of: again.id, .extended(Extension()))
        try await fixture.keeper.compare(again.id, with: Money(tenThousandths: 780_000))
        await fixture.keeper.endComparison(again.id)
        let spent = try fixture.store.read { try $0.spent(since: noon + .days(1), currency: "USD") }
        #expect(spent == Money(tenThousandths: 120_000))
    }

    @Test func `it is not made again for ever`() async throws {
        let fixture = try fixture()
        let doubt = try await doubt(fixture)
        fixture.clock.advance(.hours(18))
        var tries = 0
        for _ in 0..<20 {
            try await fixture.keeper.reconsider(on: "pool")
            if try await fixture.nextAction()?.id == doubt.id {
                tries += 1
                try await fixture.keeper.recordOutcome(of: doubt.id, .failed(lost))
                try await fixture.keeper.release(try #require(doubt.line))
            }
            fixture.clock.advance(.minutes(15))
        }
        #expect(tries == 2)
    }

    @Test func `the person is asked instead, where the configuration says so`() async throws {
        let fixture = try fixture(.ask)
        _ = try await doubt(fixture)
        for _ in 0..<20 {
            fixture.clock.advance(.hours(1))
            try await fixture.keeper.reconsider(on: "pool")
        }
        #expect(await fixture.keeper.openDoubts().count == 1)
        let told = try fixture.store.latestEvents(limit: 50).filter { $0.kind == "unsure" }
        #expect(told.count == 1 && told[0].text.contains("doubts --dismiss"))
    }

    @Test func `a refund that stays unknown is asked for again before its window closes`()
        async throws
    {
        let fixture = try fixture()
        let line = try await fixture.rental()
        let refund = try await fixture.keeper.recordIntent(.refund, on: line, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: refund.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        fixture.clock.advance(.hours(11))
        try await fixture.keeper.reconsider(on: "pool")
        #expect(await fixture.keeper.openDoubts().count == 1)
        fixture.clock.advance(.minutes(56))
        try await fixture.keeper.reconsider(on: "pool")
        #expect(try await fixture.nextAction()?.id == refund.id)
    }

    @Test func `another code that was asked for is never said not to have been, without proof`()
        async throws
    {
        for waitsAgain in [false, true] {
            let fixture = try fixture(showsResends: false)
            let line = try await fixture.activation()
            try await fixture.keeper.receive(
                [ReceivedMessage(text: "Code 1234")], on: line.id,
                standing: ActivationStatus(.received))
            let resend = try await fixture.keeper.recordIntent(
                .resend, on: try await fixture.keeper.line("\(line.id)"), origin: "console")
            _ = try await fixture.nextAction()
            try await fixture.keeper.noteBeforeReplacing(resend.id)
            try await fixture.keeper.recordOutcome(of: resend.id, .failed(lost))
            try await fixture.keeper.release(line.id)
            fixture.clock.advance(.minutes(2))
            var reading = ActivationReading(
                providerID: line.providerID ?? "", status: ActivationStatus(.received),
                messages: [ReceivedMessage(text: "Code 1234")])
            reading.waitsAgain = waitsAgain
            try await fixture.keeper.settleDoubts(of: line.id, reading: reading)
            let ended = try #require(try fixture.store.action(resend.id))
            #expect(ended.state == (waitsAgain ? .done : .failed))
            #expect(ended.result?.contains("did not happen") == false)
            #expect(try await fixture.keeper.line("\(line.id)").inDoubt == false)
        }
    }

    private func dollars(_ text: String) -> Money { Money(decimal: text) ?? .zero }

    @Test func `what a cancel that is only said to be over returned is told by the balance`()
        async throws
    {
        for (tellsReturns, received) in [(false, false), (false, true), (true, false)] {
            var provider = UnreachableProvider()
            provider.capabilities.tellsReturns = tellsReturns
            let fixture = try KeeperFixture(provider: provider)
            let line = try await fixture.activation()
            let cancel = try await fixture.keeper.recordIntent(.cancel, on: line, origin: "console")
            _ = try await fixture.nextAction()
            try await fixture.keeper.note(balance: dollars("10"), before: cancel.id)
            try await fixture.keeper.recordOutcome(of: cancel.id, .failed(lost))
            try await fixture.keeper.release(line.id)
            if received {
                try await fixture.keeper.receive([ReceivedMessage(text: "Code 1234")], on: line.id)
            }
            let reading = ActivationReading(
                providerID: line.providerID ?? "", status: ActivationStatus(.cancelled))
            try await fixture.keeper.settleDoubts(of: line.id, reading: reading)
            #expect(try fixture.store.action(cancel.id)?.state == .done)
            let price = try #require(line.price)
            func spent() throws -> Money {
                try fixture.store.read { try $0.spent(since: noon, currency: "USD") }
            }
            #expect(try spent() == price, "limits have no room by what nobody has seen")
            #expect(try await fixture.keeper.line("\(line.id)").state == .cancelled)
            fixture.clock.advance(.minutes(1))
            await fixture.keeper.noteBalance(dollars("10"), on: "pool")
            #expect(try spent() == price)
            fixture.clock.advance(.minutes(1))
            await fixture.keeper.noteBalance(dollars("10") + price, on: "pool")
            #expect(try spent() == .zero)
            #expect(try await fixture.keeper.line("\(line.id)").state == .refunded)
        }
    }
}
