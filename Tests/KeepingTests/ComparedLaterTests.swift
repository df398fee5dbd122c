import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// The amount a call took or returned is booked even if the balance question right after it failed.
@Suite("Money that is compared later")
struct ComparedLaterTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    private func dollars(_ text: String) -> Money { Money(decimal: text) ?? .zero }

    private func spent(_ house: TestHouse) throws -> Money {
        try house.store.read { try $0.spent(since: noon - .days(1), currency: "USD") }
    }

    /// Begins an order for 0.16 with a balance of 10.00.
    private func order(_ house: TestHouse) async throws -> OpenAction {
        let order = try await house.begin(.order, price: 1600)
        _ = try await house.nextAction()
        try await house.keeper.note(balance: dollars("10"), before: order.id)
        return order
    }

    private func buy(_ house: TestHouse, _ order: OpenAction) async throws {
        await house.keeper.expectComparison(of: order.id)
        let purchase = Purchase(providerID: "BOUGHT\(order.id)", number: "+447700900121")
        try await house.keeper.ended(order.id, .bought(purchase))
    }

    /// - Parameter first: the balance right after the call; nil if it could not be read.
    private func bought(_ house: TestHouse, first: String?) async throws -> OpenAction {
        let order = try await order(house)
        try await buy(house, order)
        if let first {
            #expect(try await house.keeper.compare(order.id, with: dollars(first)) == false)
        }
        await house.keeper.endComparison(order.id)
        try await house.keeper.release(try #require(order.line))
        return order
    }

    private func told(_ house: TestHouse, _ kind: String) throws -> Int {
        try house.store.latestEvents(limit: 50).filter { $0.kind == kind }.count
    }

    @Test func `an order whose balance was not answered, or told too early, is booked by the next`()
        async throws
    {
        for first in [nil, "10"] as [String?] {
            let house = try TestHouse()
            let order = try await bought(house, first: first)
            #expect(try spent(house) == dollars("0.16"))
            house.clock.advance(.minutes(1))
            await house.keeper.noteBalance(dollars("9.616"), on: "pool")
            #expect(try spent(house) == dollars("0.384"))
            let ended = try #require(try house.store.action(order.id))
            #expect(ended.result == "Bought for 0.384 USD (0.16 USD was shown).")
            #expect(ended.details.excess == dollars("0.224"))
            #expect(try told(house, "dearer") == 1)
            // It is compared only once.
            await house.keeper.noteBalance(dollars("5"), on: "pool")
            #expect(try spent(house) == dollars("0.384"))
        }
    }

    @Test func `what is read before the next call tells it as well`() async throws {
        let house = try TestHouse()
        _ = try await bought(house, first: nil)
        let second = try await house.begin(.order, price: 5000)
        #expect(try await house.nextAction()?.id == second.id)
        try await house.keeper.note(balance: dollars("9.616"), before: second.id)
        #expect(try spent(house) == dollars("0.384"))
        try await buy(house, second)
        try await house.keeper.compare(second.id, with: dollars("9.116"))
        await house.keeper.endComparison(second.id)
        #expect(try spent(house) == dollars("0.884"))
    }

    @Test func `what is gone much later is somebody else's`() async throws {
        let house = try TestHouse()
        _ = try await bought(house, first: nil)
        house.clock.advance(.minutes(11))
        await house.keeper.noteBalance(dollars("10"), on: "pool")
        await house.keeper.noteBalance(dollars("1"), on: "pool")
        #expect(try spent(house) == dollars("0.16"))
    }

    /// An order ran out before the balance was read, and its refund was booked only after that.
    @Test func `what had come back before a call and is booked after it makes that no dearer`()
        async throws
    {
        let house = try TestHouse()
        let order = try await house.activation()
        let next = try await self.order(house)
        try await house.keeper.receive(
            [], on: order.id,
            standing: ActivationStatus(.refunded))
        try await buy(house, next)
        try await house.keeper.compare(next.id, with: dollars("9.84"))
        await house.keeper.endComparison(next.id)
        #expect(try told(house, "dearer") == 0)
        #expect(try store(house, next) == "Bought for 0.16 USD.")
    }

    private func store(_ house: TestHouse, _ action: OpenAction) throws -> String? {
        try house.store.action(action.id)?.result
    }

    @Test func `an extension in doubt that turns out to be made is booked as it was taken`()
        async throws
    {
        let house = try TestHouse()
        let line = try await house.rental()
        var payload = ActionDetails()
        payload.days = 30
        payload.price = dollars("9")
        let extend = try await house.keeper.intend(.extend, on: line, payload, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.note(balance: dollars("100"), before: extend.id)
        try await house.keeper.ended(extend.id, .failed(lost))
        try await house.keeper.release(line.id)
        try await house.keeper.settleDoubts(
            of: line.id, status: RentalStatus(isAvailable: true, expiresAt: noon + .days(60)))
        #expect(try house.store.action(extend.id)?.state == .done)
        await house.keeper.noteBalance(dollars("78.40"), on: "pool")
        #expect(try spent(house) == dollars("20") + dollars("21.60"))
        #expect(try told(house, "dearer") == 1)
    }

    @Test func `a purchase that only the money tells of is said to be gone, and counted as it is`()
        async throws
    {
        var provider = SilentProvider()
        provider.capabilities.operations = [.order, .cancel, .balance]
        var settings = KeeperSettings()
        settings.spendingPerDay = dollars("1")
        let house = try TestHouse(settings, provider: provider)
        let order = try await order(house)
        try await house.keeper.ended(order.id, .failed(lost))
        house.clock.advance(.minutes(2))
        try await house.keeper.settle(
            balance: dollars("9.744"), asked: house.clock.now, on: "pool")
        let doubt = try #require(try house.store.action(order.id))
        #expect(doubt.state == .doubt)
        #expect(doubt.result?.hasPrefix("0.256 USD are gone from the balance") == true)
        #expect(
            try await house.keeper.spendable(on: "pool", origin: "console") == dollars("0.744"))
        try await house.keeper.ended(
            order.id, .bought(Purchase(providerID: "LOST", number: "+447700900121")))
        #expect(try spent(house) == dollars("0.256"))
        #expect(try told(house, "dearer") == 1)
        #expect(try house.store.action(order.id)?.details.excess == dollars("0.096"))
    }

    // MARK: Refunds

    /// An answered refund of a rental for 20.00.
    private func refunded(
        _ house: TestHouse, told: Money?, after: String
    ) async throws -> OpenAction {
        let line = try await house.rental()
        let refund = try await house.keeper.intend(.refund, on: line, origin: "console")
        let begun = try #require(try await house.nextAction())
        #expect(await house.keeper.isToBeCompared(begun))
        try await house.keeper.note(balance: dollars("80"), before: refund.id)
        await house.keeper.expectComparison(of: refund.id)
        try await house.keeper.ended(refund.id, .refunded(told))
        try await house.keeper.compare(refund.id, with: dollars(after))
        await house.keeper.endComparison(refund.id)
        try await house.keeper.release(line.id)
        return refund
    }

    @Test func `no more comes back than was paid, whatever an answer says`() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        let cancel = try await house.keeper.intend(.cancel, on: line, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.ended(
            cancel.id, .cancelled(Cancellation(moneyReturned: true, amount: dollars("80"))))
        #expect(try spent(house) == .zero)
        #expect(try told(house, "unreturned") == 1)
    }

    @Test func `a refund that did not come back is not counted, and said to be missing`()
        async throws
    {
        let house = try TestHouse()
        _ = try await refunded(house, told: nil, after: "78")
        #expect(try spent(house) == .zero)
        house.clock.advance(.minutes(2))
        await house.keeper.noteBalance(dollars("78"), on: "pool")
        #expect(try spent(house) == .zero, "it may follow")
        house.clock.advance(.minutes(4))
        await house.keeper.noteBalance(dollars("78"), on: "pool")
        #expect(try spent(house) == dollars("20"))
        #expect(try told(house, "unreturned") == 1)
    }

    /// The refund by the first call has already arrived when the second is made (seed 65).
    @Test func `a refund that is asked for once more is measured from before the first`()
        async throws
    {
        let house = try TestHouse()
        let line = try await house.rental()
        let refund = try await house.keeper.intend(.refund, on: line, origin: "console")
        for balance in ["80", "100"] {
            house.clock.advance(.minutes(1))
            _ = try await house.nextAction()
            try await house.keeper.note(balance: dollars(balance), before: refund.id)
            guard balance == "80" else { break }
            try await house.keeper.ended(refund.id, .failed(lost))
            try await house.keeper.release(line.id)
            house.clock.advance(.hours(12) - .minutes(3))
            try await house.keeper.reconsider(on: "pool")
        }
        #expect(try house.store.action(refund.id)?.state == .running)
        await house.keeper.expectComparison(of: refund.id)
        try await house.keeper.ended(refund.id, .refunded(nil))
        try await house.keeper.compare(refund.id, with: dollars("100"))
        await house.keeper.endComparison(refund.id)
        house.clock.advance(.minutes(7))
        await house.keeper.noteBalance(dollars("100"), on: "pool")
        #expect(try told(house, "unreturned") == 0)
    }

    @Test func `one that followed late is counted, and of a part only that part`() async throws {
        let house = try TestHouse()
        _ = try await refunded(house, told: nil, after: "80")
        house.clock.advance(.minutes(6))
        await house.keeper.noteBalance(dollars("100"), on: "pool")
        #expect(try spent(house) == .zero && told(house, "unreturned") == 0)
        let other = try TestHouse()
        let refund = try await refunded(other, told: dollars("20"), after: "85")
        #expect(try spent(other) == dollars("15"))
        #expect(try other.store.action(refund.id)?.result == "Refunded; 5.00 USD came back.")
    }

    @Test func `a swap that takes money is booked`() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        let swap = try await house.keeper.intend(.swap, on: line, origin: "console")
        _ = try await house.nextAction()
        try await house.keeper.note(balance: dollars("10"), before: swap.id)
        await house.keeper.expectComparison(of: swap.id)
        try await house.keeper.ended(swap.id, .swapped(Swap(number: "+447700900999")))
        try await house.keeper.compare(swap.id, with: dollars("9.50"))
        await house.keeper.endComparison(swap.id)
        #expect(try spent(house) == dollars("0.74"))
        #expect(try house.store.action(swap.id)?.result == "Swapped; 0.50 USD was taken.")
    }
}
