import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// The amount actually taken is booked, whatever the quoted price was.
@Suite("A price that is not kept")
struct DearerTests {
    private func dollars(_ text: String) -> Money { Money(decimal: text) ?? .zero }

    /// Buys at a quoted price, while the balance shows another one.
    private func buy(
        _ house: TestHouse, _ kind: Action.Kind = .order, shown: Int64, told: Int64? = nil,
        before: String, after: String
    ) async throws -> OpenAction {
        let action = try await house.begin(kind, price: shown)
        _ = try await house.nextAction()
        try await house.keeper.note(balance: dollars(before), before: action.id)
        await house.keeper.expectComparison(of: action.id)
        var purchase = Purchase(
            providerID: "BOUGHT\(action.id)", number: "+44770090012\(action.id)")
        purchase.price = told.map { Money(tenThousandths: $0) }
        purchase.expiresAt = house.clock.world.now() + .days(30)
        try await house.keeper.ended(action.id, .bought(purchase))
        #expect(await house.keeper.awaitsComparison(action.id))
        try await house.keeper.compare(action.id, with: dollars(after))
        await house.keeper.endComparison(action.id)
        try await house.keeper.release(try #require(action.line))
        return OpenAction(try #require(try house.store.action(action.id)))
    }

    private func spent(_ house: TestHouse) throws -> Money {
        try house.store.read { try $0.spent(since: noon - .days(1), currency: "USD") }
    }

    @Test func `is booked as it was taken, told with both figures, and counted by the limits`()
        async throws
    {
        var settings = KeeperSettings()
        settings.spendingPerDay = Money(tenThousandths: 400_000)
        let house = try TestHouse(settings)
        let rent = try await buy(house, .rent, shown: 50_000, before: "100", after: "88")
        #expect(rent.result == "Bought for 12.00 USD (5.00 USD was shown).")
        #expect(rent.details.excess == dollars("7"))
        #expect(try spent(house) == dollars("12"))
        #expect(
            try await house.keeper.line("\(try #require(rent.line))").price == dollars("12"))
        #expect(try house.store.latestEvents(limit: 9).map(\.kind).contains("dearer"))
        let left = try await house.keeper.spendable(on: "pool", origin: "console")
        #expect(left == dollars("28"))
        await #expect(throws: KeeperError.self) { try await house.begin(.rent, price: 290_000) }
    }

    @Test func `that the answer admits is told without the balance`() async throws {
        let house = try TestHouse()
        let order = try await buy(
            house, shown: 1600, told: 2600, before: "10", after: "9.74")
        #expect(order.result == "Bought for 0.26 USD (0.16 USD was shown).")
        #expect(order.details.excess == dollars("0.10"))
        #expect(try house.store.ledger(since: nil, limit: 9).count == 1)
    }

    @Test func `is as it was shown where the balance says so, or says nothing`() async throws {
        for after in ["9.50", "10", "19.50"] {
            let house = try TestHouse()
            let order = try await buy(house, shown: 5000, before: "10", after: after)
            #expect(order.result == "Bought for 0.50 USD.", "\(after)")
            #expect(order.details.excess == nil)
            #expect(try spent(house) == dollars("0.50"))
        }
    }

    @Test
    func `cheaper than shown is booked as cheaper, unless another line may have been paid back`()
        async throws
    {
        let house = try TestHouse()
        let rent = try await buy(house, .rent, shown: 50_000, before: "100", after: "96")
        #expect(rent.result == "Bought for 4.00 USD (5.00 USD was shown).")
        #expect(try spent(house) == dollars("4"))
        let other = try TestHouse()
        _ = try await other.activation()
        let second = try await buy(other, .rent, shown: 50_000, before: "100", after: "96")
        #expect(second.result == "Bought for 5.00 USD.")
    }

    @Test func `is not looked at while another call moves money`() async throws {
        let house = try TestHouse()
        let line = try await house.activation()
        house.clock.advance(.minutes(2))
        let cancel = try await house.keeper.intend(.cancel, on: line, origin: "console")
        #expect(try await house.nextAction()?.id == cancel.id)
        let order = try await buy(house, shown: 5000, before: "10", after: "1")
        #expect(order.result == "Bought for 0.50 USD.")
    }

    @Test func `that is below nothing is no gain`() async throws {
        let house = try TestHouse()
        let order = try await buy(house, shown: 5000, told: -90_000, before: "10", after: "9.50")
        #expect(order.result == "Bought for 0.50 USD.")
        #expect(try spent(house) == dollars("0.50"))
    }

    @Test func `two calls that take money wait for each other`() async throws {
        let house = try TestHouse()
        let first = try await house.begin()
        let second = try await house.begin()
        #expect(try await house.nextAction()?.id == first.id)
        #expect(try await house.nextAction() == nil)
        try await house.keeper.ended(first.id, .failed(.outOfStock("")))
        #expect(try await house.nextAction()?.id == second.id)
    }

    @Test func `what comes back of an adopted line is booked by the balance`() async throws {
        let house = try TestHouse()
        var held = HeldRental(providerID: "HELD")
        held.expiresAt = noon + .days(30)
        for _ in 0..<2 {
            try await house.keeper.listed(
                rentals: [held], active: [], past: nil, began: noon, on: "pool")
        }
        let line = try #require(await house.keeper.allLines().first)
        let refund = try await house.keeper.intend(.refund, on: line, origin: "console")
        let begun = try #require(try await house.nextAction())
        #expect(await house.keeper.isToBeCompared(begun))
        try await house.keeper.note(balance: dollars("10"), before: refund.id)
        await house.keeper.expectComparison(of: refund.id)
        try await house.keeper.ended(refund.id, .refunded())
        try await house.keeper.compare(refund.id, with: dollars("28"))
        await house.keeper.endComparison(refund.id)
        let entry = try #require(try house.store.ledger(since: nil, limit: 9).first)
        #expect(entry.kind == .refund && entry.amount == dollars("18"))
        #expect(try house.store.action(refund.id)?.result == "Refunded; 18.00 USD came back.")
    }
}
