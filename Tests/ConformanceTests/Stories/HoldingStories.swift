import Lines
import Providers
import Testing
import TestSupport

/// The account's balance, its history, and the provider's clock.
@Suite("Money, past and time", .timeLimit(.minutes(20)))
struct HoldingStories {
    @Test(arguments: ProviderCase.offering(.balance, .order))
    func `the balance is what the books add up to`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            #expect(try await fixture.balance() == EmulatorFixture.opening)
            _ = try await fixture.order()
            let rents = providerCase.endpoints[.rent] != nil
            if rents { _ = try await fixture.rent(providerCase.products.sleeping) }
            let books = try await fixture.controls.books()
            #expect(books.ledger.count == (rents ? 2 : 1))
            #expect(try await fixture.balance() == books.balance(from: EmulatorFixture.opening))
            try await fixture.controls.set(balance: Money(tenThousandths: 12_3400))
            #expect(try await fixture.balance() == Money(tenThousandths: 12_3400))
        }
    }

    @Test(arguments: ProviderCase.offering(.past, .order, .cancel))
    func `past orders come newest first with how they ended`(_ providerCase: ProviderCase)
        async throws
    {
        try await providerCase.withFixture { fixture in
            #expect(try await fixture.account.pastActivations().value.isEmpty)
            let cancelled = try await fixture.order().line
            try await fixture.controls.advance(providerCase.cancelHold ?? .seconds(1))
            _ = try await fixture.account.cancel(cancelled.id)
            let received = try await fixture.answeredOrder("Your code: 246810").line
            try await fixture.controls.advance(.hours(1))
            let waiting = try await fixture.order().line

            let past = try await fixture.account.pastActivations().value
            #expect(past.map(\.providerID) == [waiting.id, received.id, cancelled.id])
            let phases = past.map(\.status.phase)
            let isVague = providerCase.has(.callsEveryEndCancelled)
            #expect(phases == [.waiting, .received, isVague ? .cancelled : .refunded])
            let codes = past.map { $0.messages.map(\.code) }
            #expect(codes == [[], providerCase.has(.tellsMessagesInHistory) ? ["246810"] : [], []])
            for (reading, line) in zip(past, [waiting, received, cancelled]) {
                #expect(reading.number == "+\(line.number)")
                #expect(reading.orderedAt == line.purchasedAt)
                let isHidden = line == waiting && providerCase.has(.hidesPricesOfOpenOrders)
                let isTold = providerCase.has(.tellsPricesInLists) && !isHidden
                #expect(reading.price == (isTold ? line.price : nil))
            }
        }
    }

    @Test(arguments: ProviderCase.all)
    func `answers carry the provider's time`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            #expect(try await fixture.account.balance().providerTime == EmulatorFixture.start)
            try await fixture.controls.advance(.days(45))
            #expect(
                try await fixture.account.balance().providerTime == EmulatorFixture.start
                    + .days(45))
        }
    }
}
