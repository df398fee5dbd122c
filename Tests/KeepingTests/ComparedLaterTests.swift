import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// The amount a call took or returned is booked even if the balance question right after it failed.
@Suite("Money that is compared later")
struct ComparedLaterTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    private func dollars(_ text: String) -> Money { Money(decimal: text) ?? .zero }

    private func spent(_ fixture: KeeperFixture) throws -> Money {
        try fixture.store.read { try $0.spent(since: noon - .days(1), currency: "USD") }
    }

    /// Begins an order for 0.16 with a balance of 10.00.
    private func order(_ fixture: KeeperFixture) async throws -> OpenAction {
        let order = try await fixture.begin(.order, price: 1600)
        _ = try await fixture.nextAction()
        try await fixture.keeper.note(balance: dollars("10"), before: order.id)
        return order
    }

    private func buy(_ fixture: KeeperFixture, _ order: OpenAction) async throws {
        await fixture.keeper.expectComparison(of: order.id)
        let purchase = Purchase(providerID: "BOUGHT\(order.id)", number: "+447700900121")
        try await fixture.keeper.recordOutcome(of: order.id, .bought(purchase))
    }

    /// - Parameter first: the balance right after the call; nil if it could not be read.
    private func bought(_ fixture: KeeperFixture, first: String?) async throws -> OpenAction {
        let order = try await order(fixture)
        try await buy(fixture, order)
        if let first {
            #expect(try await fixture.keeper.compare(order.id, with: dollars(first)) == false)
        }
        await fixture.keeper.endComparison(order.id)
        try await fixture.keeper.release(try #require(order.line))
        return order
    }

    private func told(_ fixture: KeeperFixture, _ kind: String) throws -> Int {
        try fixture.store.latestEvents(limit: 50).filter { $0.kind == kind }.count
    }

    @Test func `an order whose balance was not answered, or told too early, is booked by the next`()
        async throws
    {
        for first in [nil, "10"] as [String?] {
            let fixture = try KeeperFixture()
            let order = try await bought(fixture, first: first)
            #expect(try spent(fixture) == dollars("0.16"))
            fixture.clock.advance(.minutes(1))
            await fixture.keeper.noteBalance(dollars("9.616"), on: "pool")
            #expect(try spent(fixture) == dollars("0.384"))
            let ended = try #require(try fixture.store.action(order.id))
            #expect(ended.result == "Bought for 0.384 USD (quoted: 0.16 USD).")
            #expect(ended.details.excess == dollars("0.224"))
            #expect(try told(fixture, "dearer") == 1)
            // It is compared only once.
            await fixture.keeper.noteBalance(dollars("5"), on: "pool")
            #expect(try spent(fixture) == dollars("0.384"))
        }
    }

    @Test func `what is read before the next call tells it as well`() async throws {
        let fixture = try KeeperFixture()
        _ = try await bought(fixture, first: nil)
        let second = try await fixture.begin(.order, price: 5000)
        #expect(try await fixture.nextAction()?.id == second.id)
        try await fixture.keeper.note(balance: dollars("9.616"), before: second.id)
        #expect(try spent(fixture) == dollars("0.384"))
        try await buy(fixture, second)
        try await fixture.keeper.compare(second.id, with: dollars("9.116"))
        await fixture.keeper.endComparison(second.id)
        #expect(try spent(fixture) == dollars("0.884"))
    }

    @Test func `a restart does not forget it, unless it lasted an hour`() async throws {
        for gap in [Duration.minutes(30), .minutes(59), .minutes(61)] {
            for isEnded in [true, false] {
                let fixture = try KeeperFixture()
                let order = try await order(fixture)
                try await buy(fixture, order)
                if isEnded { await fixture.keeper.endComparison(order.id) }
                fixture.clock.advance(gap)
                let keeper = try fixture.restarted()
                await keeper.noteBalance(dollars("9.616"), on: "pool")
                let isLate = gap > .hours(1)
                #expect(try spent(fixture) == dollars(isLate ? "0.16" : "0.384"))
                #expect(try told(fixture, "uncompared") == (isLate ? 1 : 0))
                // Either way it is over.
                #expect(try fixture.store.owedComparisons().isEmpty)
                await keeper.noteBalance(dollars("5"), on: "pool")
                #expect(try spent(fixture) == dollars(isLate ? "0.16" : "0.384"))
            }
        }
    }

    @Test func `what was compared is not compared again after a restart`() async throws {
        let fixture = try KeeperFixture()
        let order = try await order(fixture)
        try await buy(fixture, order)
        #expect(try fixture.store.owedComparisons().map(\.action) == [order.id])
        #expect(try await fixture.keeper.compare(order.id, with: dollars("9.616")))
        await fixture.keeper.endComparison(order.id)
        #expect(try fixture.store.owedComparisons().isEmpty)
        let keeper = try fixture.restarted()
        await keeper.noteBalance(dollars("5"), on: "pool")
        #expect(try spent(fixture) == dollars("0.384"))
    }

    @Test func `what is gone much later is somebody else's`() async throws {
        let fixture = try KeeperFixture()
        _ = try await bought(fixture, first: nil)
        fixture.clock.advance(.minutes(11))
        await fixture.keeper.noteBalance(dollars("10"), on: "pool")
        await fixture.keeper.noteBalance(dollars("1"), on: "pool")
        #expect(try spent(fixture) == dollars("0.16"))
    }

    /// An order ran out before the balance was read, and its refund was booked only after that.
    @Test func `what had come back before a call and is booked after it makes that no dearer`()
        async throws
    {
        let fixture = try KeeperFixture()
        let order = try await fixture.activation()
        let next = try await self.order(fixture)
        try await fixture.keeper.receive(
            [], on: order.id,
            standing: ActivationStatus(.refunded))
        try await buy(fixture, next)
        try await fixture.keeper.compare(next.id, with: dollars("9.84"))
        await fixture.keeper.endComparison(next.id)
        #expect(try told(fixture, "dearer") == 0)
        #expect(try store(fixture, next) == "Bought for 0.16 USD.")
    }

    private func store(_ fixture: KeeperFixture, _ action: OpenAction) throws -> String? {
        try fixture.store.action(action.id)?.result
    }

    @Test func `an extension in doubt that turns out to be made is booked as it was taken`()
        async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        var payload = ActionDetails()
        payload.days = 30
        payload.price = dollars("9")
        let extend = try await fixture.keeper.recordIntent(
            .extend, on: line, payload, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.note(balance: dollars("100"), before: extend.id)
        try await fixture.keeper.recordOutcome(of: extend.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        try await fixture.keeper.settleDoubts(
            of: line.id, status: RentalStatus(isAvailable: true, expiresAt: noon + .days(60)))
        #expect(try fixture.store.action(extend.id)?.state == .done)
        await fixture.keeper.noteBalance(dollars("78.40"), on: "pool")
        #expect(try spent(fixture) == dollars("20") + dollars("21.60"))
        #expect(try told(fixture, "dearer") == 1)
    }

    @Test func `a purchase that only the money tells of is said to be gone, and counted as it is`()
        async throws
    {
        var provider = UnreachableProvider()
        provider.capabilities.operations = [.order, .cancel, .balance]
        var settings = KeeperSettings()
        settings.spendingPerDay = dollars("1")
        let fixture = try KeeperFixture(settings, provider: provider)
        let order = try await order(fixture)
        try await fixture.keeper.recordOutcome(of: order.id, .failed(lost))
        fixture.clock.advance(.minutes(2))
        try await fixture.keeper.settle(
            balance: dollars("9.744"), asked: fixture.clock.now, on: "pool")
        let doubt = try #require(try fixture.store.action(order.id))
        #expect(doubt.state == .doubt)
        #expect(doubt.result?.hasPrefix("The balance is 0.256 USD lower") == true)
        #expect(
            try await fixture.keeper.spendable(on: "pool", origin: "console") == dollars("0.744"))
        try await fixture.keeper.recordOutcome(
            of: order.id, .bought(Purchase(providerID: "LOST", number: "+447700900121")))
        #expect(try spent(fixture) == dollars("0.256"))
        #expect(try told(fixture, "dearer") == 1)
        #expect(try fixture.store.action(order.id)?.details.excess == dollars("0.096"))
    }

    // MARK: Refunds

    /// An answered refund of a rental for 20.00.
    private func refunded(
        _ fixture: KeeperFixture, told: Money?, after: String
    ) async throws -> OpenAction {
        let line = try await fixture.rental()
        let refund = try await fixture.keeper.recordIntent(.refund, on: line, origin: "console")
        let begun = try #require(try await fixture.nextAction())
        #expect(await fixture.keeper.isToBeCompared(begun))
        try await fixture.keeper.note(balance: dollars("80"), before: refund.id)
        await fixture.keeper.expectComparison(of: refund.id)
        try await fixture.keeper.recordOutcome(of: refund.id, .refunded(told))
        try await fixture.keeper.compare(refund.id, with: dollars(after))
        await fixture.keeper.endComparison(refund.id)
        try await fixture.keeper.release(line.id)
        return refund
    }

    @Test func `no more comes back than was paid, whatever an answer says`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let cancel = try await fixture.keeper.recordIntent(.cancel, on: line, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: cancel.id, .cancelled(Cancellation(moneyReturned: true, amount: dollars("80"))))
        #expect(try spent(fixture) == .zero)
        #expect(try told(fixture, "unreturned") == 1)
    }

    @Test func `a refund that did not come back is not counted, and said to be missing`()
        async throws
    {
        let fixture = try KeeperFixture()
        _ = try await refunded(fixture, told: nil, after: "78")
        #expect(try spent(fixture) == .zero)
        fixture.clock.advance(.minutes(2))
        await fixture.keeper.noteBalance(dollars("78"), on: "pool")
        #expect(try spent(fixture) == .zero, "it may follow")
        fixture.clock.advance(.minutes(4))
        await fixture.keeper.noteBalance(dollars("78"), on: "pool")
        #expect(try spent(fixture) == dollars("20"))
        #expect(try told(fixture, "unreturned") == 1)
    }

    /// The refund by the first call has already arrived when the second is made (seed 65).
    @Test func `a refund that is asked for once more is measured from before the first`()
        async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let refund = try await fixture.keeper.recordIntent(.refund, on: line, origin: "console")
        for balance in ["80", "100"] {
            fixture.clock.advance(.minutes(1))
            _ = try await fixture.nextAction()
            try await fixture.keeper.note(balance: dollars(balance), before: refund.id)
            guard balance == "80" else { break }
            try await fixture.keeper.recordOutcome(of: refund.id, .failed(lost))
            try await fixture.keeper.release(line.id)
            fixture.clock.advance(.hours(12) - .minutes(3))
            try await fixture.keeper.reconsider(on: "pool")
        }
        #expect(try fixture.store.action(refund.id)?.state == .running)
        await fixture.keeper.expectComparison(of: refund.id)
        try await fixture.keeper.recordOutcome(of: refund.id, .refunded(nil))
        try await fixture.keeper.compare(refund.id, with: dollars("100"))
        await fixture.keeper.endComparison(refund.id)
        fixture.clock.advance(.minutes(7))
        await fixture.keeper.noteBalance(dollars("100"), on: "pool")
        #expect(try told(fixture, "unreturned") == 0)
    }

    @Test func `one that followed late is counted, and of a part only that part`() async throws {
        let fixture = try KeeperFixture()
        _ = try await refunded(fixture, told: nil, after: "80")
        fixture.clock.advance(.minutes(6))
        await fixture.keeper.noteBalance(dollars("100"), on: "pool")
        #expect(try spent(fixture) == .zero && told(fixture, "unreturned") == 0)
        let other = try KeeperFixture()
        let refund = try await refunded(other, told: dollars("20"), after: "85")
        #expect(try spent(other) == dollars("15"))
        #expect(try other.store.action(refund.id)?.result == "Refunded; 5.00 USD was returned.")
    }

    @Test func `a swap that takes money is booked`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let swap = try await fixture.keeper.recordIntent(.swap, on: line, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.note(balance: dollars("10"), before: swap.id)
        await fixture.keeper.expectComparison(of: swap.id)
        try await fixture.keeper.recordOutcome(of: swap.id, .swapped(Swap(number: "+447700900999")))
        try await fixture.keeper.compare(swap.id, with: dollars("9.50"))
        await fixture.keeper.endComparison(swap.id)
        #expect(try spent(fixture) == dollars("0.74"))
        #expect(try fixture.store.action(swap.id)?.result == "Swapped; 0.50 USD was charged.")
    }
}
