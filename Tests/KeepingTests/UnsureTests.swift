import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// Calls whose effect the provider does not show: the evidence used instead, and the fallback
/// without any.
@Suite("What became of it is not shown")
struct UnsureTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    private func house(
        _ whenUnsure: RentalPolicy.WhenUnsure = .retry, showsResends: Bool = true
    ) throws -> TestHouse {
        var provider = SilentProvider()
        provider.capabilities.tellsExpiry = false
        provider.capabilities.showsResends = showsResends
        var settings = KeeperSettings()
        settings.policy.rentals.extendBefore = .days(1)
        settings.policy.rentals.extendDays = 30
        settings.policy.rentals.extendWhenUnsure = whenUnsure
        return try TestHouse(settings, provider: provider)
    }

    /// A planned extension whose answer was lost.
    private func doubt(_ house: TestHouse) async throws -> OpenAction {
        let line = try await house.rental()
        house.clock.advance(.days(29) + .minutes(1))
        let extend = try #require(try await house.nextAction())
        _ = try await house.keeper.renewTerms(of: extend.id)
        try await house.keeper.agree(extend.id, price: Money(tenThousandths: 60_000))
        try await house.keeper.note(balance: Money(tenThousandths: 900_000), before: extend.id)
        try await house.keeper.note(stretches: 1, before: extend.id)
        try await house.keeper.ended(extend.id, .failed(lost))
        try await house.keeper.release(line.id)
        return extend
    }

    private func settle(
        _ house: TestHouse, _ doubt: OpenAction, stretches: Int?, balance: Int64?
    ) async throws {
        try await house.keeper.settle(
            extension: doubt.id, stretches: stretches,
            balance: balance.map { Money(tenThousandths: $0) }, asked: house.clock.world.now(),
            on: "pool")
    }

    @Test func `an extension is told by what was paid for, and by the money`() async throws {
        for (stretches, balance) in [(2, nil), (nil, 840_000), (2, 840_000)] as [(Int?, Int64?)] {
            let house = try house()
            let doubt = try await doubt(house)
            #expect(await house.keeper.extensionsUntold(on: "pool").map(\.doubt) == [doubt.id])
            #expect(await house.keeper.needsBalance(on: "pool"))
            try await settle(house, doubt, stretches: stretches, balance: balance)
            #expect(try house.store.action(doubt.id)?.state == .done)
            let line = try #require(await house.keeper.allLines().first)
            #expect(line.expiresAt == noon + .days(60))
            let charges = try house.store.ledger(since: nil, limit: 9).filter {
                $0.what == "extend"
            }
            #expect(charges.map(\.amount.tenThousandths) == [60_000])
        }
    }

    @Test func `that it was not made is believed when nothing is gone, and it is made`()
        async throws
    {
        let house = try house()
        let doubt = try await doubt(house)
        try await settle(house, doubt, stretches: 1, balance: 900_000)
        #expect(await house.keeper.openDoubts().count == 1, "it had no time to show")
        house.clock.advance(.minutes(2))
        try await settle(house, doubt, stretches: 1, balance: 900_000)
        #expect(await house.keeper.openDoubts().isEmpty)
        house.clock.advance(.minutes(1))
        #expect(try await house.nextAction()?.id == doubt.id)
    }

    @Test func `one that was not made is found out within minutes, not with the next list`()
        async throws
    {
        let house = try house()
        let doubt = try await doubt(house)
        var waited = 0
        while await !house.keeper.openDoubts().isEmpty, waited < 60 {
            house.clock.advance(.seconds(5))
            waited += 1
            guard case .list = try await house.keeper.nextWork(for: "pool") else { continue }
            let now = house.clock.world.now()
            try await settle(house, doubt, stretches: 1, balance: 900_000)
            try await house.keeper.listed(
                rentals: nil, active: nil, past: nil, began: now, on: "pool")
        }
        #expect(await house.keeper.openDoubts().isEmpty && waited < 36)
    }

    @Test func `one that stays unknown is made again while the number can be saved, and told`()
        async throws
    {
        let house = try house()
        let doubt = try await doubt(house)
        house.clock.advance(.hours(1))
        try await settle(house, doubt, stretches: nil, balance: 870_000)
        try await house.keeper.reconsider(on: "pool")
        #expect(await house.keeper.openDoubts().count == 1, "there is time")
        house.clock.advance(.hours(17))
        try await house.keeper.reconsider(on: "pool")
        #expect(await house.keeper.openDoubts().isEmpty)
        let told = try house.store.latestEvents(limit: 20).filter { $0.kind == "unsure" }
        #expect(told.count == 1 && told[0].text.contains("paid for twice"))
        let again = try #require(try await house.nextAction())
        #expect(again.id == doubt.id)
        // Both were made, so the difference since the first is the total taken.
        _ = try await house.keeper.renewTerms(of: again.id)
        try await house.keeper.agree(again.id, price: Money(tenThousandths: 60_000))
        try await house.keeper.note(balance: Money(tenThousandths: 840_000), before: again.id)
        await house.keeper.expectComparison(of: again.id)
        try await house.keeper.ended(again.id, .extended(Extension()))
        try await house.keeper.compare(again.id, with: Money(tenThousandths: 780_000))
        await house.keeper.endComparison(again.id)
        let spent = try house.store.read { try $0.spent(since: noon + .days(1), currency: "USD") }
        #expect(spent == Money(tenThousandths: 120_000))
    }

    @Test func `it is not made again for ever`() async throws {
        let house = try house()
        let doubt = try await doubt(house)
        house.clock.advance(.hours(18))
        var tries = 0
        for _ in 0..<20 {
            try await house.keeper.reconsider(on: "pool")
            if try await house.nextAction()?.id == doubt.id {
                tries += 1
                try await house.keeper.ended(doubt.id, .failed(lost))
                try await house.keeper.release(try #require(doubt.line))
            }
            house.clock.advance(.minutes(15))
        }
        #expect(tries == 2)
    }

    @Test func `the person is asked instead, where the configuration says so`() async throws {
        let house = try house(.ask)
        _ = try await doubt(house)
        for _ in 0..<20 {
            house.clock.advance(.hours(1))
            try await house.keeper.reconsider(on: "pool")
        }
        #expect(await house.keeper.openDoubts().count == 1)
        let told = try house.store.latestEvents(limit: 50).filter { $0.kind == "unsure" }
        #expect(told.count == 1 && told[0].text.contains("doubts --dismiss"))
    }

    @Test func `a refund that stays unknown is asked for again before its window closes`()
        async throws
    {
        let house = try house()
        let line = try await house.rental()
        let refund = try await house.keeper.intend(.refund, on: line, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(refund.id, .failed(lost))
        try await house.keeper.release(line.id)
        house.clock.advance(.hours(11))
        try await house.keeper.reconsider(on: "pool")
        #expect(await house.keeper.openDoubts().count == 1)
        house.clock.advance(.minutes(56))
        try await house.keeper.reconsider(on: "pool")
        #expect(try await house.nextAction()?.id == refund.id)
    }

    @Test func `another code that was asked for is never said not to have been, without proof`()
        async throws
    {
        for waitsAgain in [false, true] {
            let house = try house(showsResends: false)
            let line = try await house.activation()
            try await house.keeper.receive(
                [ReceivedMessage(text: "Code 1234")], on: line.id,
                standing: ActivationStatus(.received))
            let resend = try await house.keeper.intend(
                .resend, on: try await house.keeper.line("\(line.id)"), origin: "console")
            _ = try await house.nextAction()
            try await house.keeper.noteBeforeReplacing(resend.id)
            try await house.keeper.ended(resend.id, .failed(lost))
            try await house.keeper.release(line.id)
            house.clock.advance(.minutes(2))
            var reading = ActivationReading(
                providerID: line.providerID ?? "", status: ActivationStatus(.received),
                messages: [ReceivedMessage(text: "Code 1234")])
            reading.waitsAgain = waitsAgain
            try await house.keeper.settleDoubts(of: line.id, reading: reading)
            let ended = try #require(try house.store.action(resend.id))
            #expect(ended.state == (waitsAgain ? .done : .failed))
            #expect(ended.result?.contains("did not happen") == false)
            #expect(try await house.keeper.line("\(line.id)").inDoubt == false)
        }
    }

    @Test func `a cancel that is only said to be over is booked as it would have been answered`()
        async throws
    {
        for (tellsReturns, received) in [(false, false), (false, true), (true, false)] {
            var provider = SilentProvider()
            provider.capabilities.tellsReturns = tellsReturns
            let house = try TestHouse(provider: provider)
            let line = try await house.activation()
            let cancel = try await house.keeper.intend(.cancel, on: line, origin: "console")
            _ = try await house.nextAction()
            try await house.keeper.ended(cancel.id, .failed(lost))
            try await house.keeper.release(line.id)
            if received {
                try await house.keeper.receive([ReceivedMessage(text: "Code 1234")], on: line.id)
            }
            let reading = ActivationReading(
                providerID: line.providerID ?? "", status: ActivationStatus(.cancelled))
            try await house.keeper.settleDoubts(of: line.id, reading: reading)
            #expect(try house.store.action(cancel.id)?.state == .done)
            let isReturned = !tellsReturns && !received
            let spent = try house.store.read { try $0.spent(since: noon, currency: "USD") }
            #expect((spent == .zero) == isReturned)
        }
    }
}
