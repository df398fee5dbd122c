import Lines
import Providers
import Testing
import TestSupport

/// The account's balance, its history, and the provider's clock.
@Suite("Money, past and time", .timeLimit(.minutes(2)))
struct HoldingStories {
    @Test(arguments: Subject.offering(.balance, .order))
    func `the balance is what the books add up to`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            #expect(try await stand.balance() == Stand.opening)
            _ = try await stand.order()
            let rents = subject.endpoints[.rent] != nil
            if rents { _ = try await stand.rent(subject.wares.sleeping) }
            let books = try await stand.controls.books()
            #expect(books.ledger.count == (rents ? 2 : 1))
            #expect(try await stand.balance() == books.balance(from: Stand.opening))
            try await stand.controls.set(balance: Money(tenThousandths: 12_3400))
            #expect(try await stand.balance() == Money(tenThousandths: 12_3400))
        }
    }

    @Test(arguments: Subject.offering(.past, .order, .cancel))
    func `past orders come newest first with how they ended`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            #expect(try await stand.account.pastActivations().value.isEmpty)
            let cancelled = try await stand.order().line
            try await stand.controls.advance(subject.cancelHold ?? .seconds(1))
            _ = try await stand.account.cancel(cancelled.id)
            let received = try await stand.answeredOrder("Your code: 246810").line
            try await stand.controls.advance(.hours(1))
            let waiting = try await stand.order().line

            let past = try await stand.account.pastActivations().value
            #expect(past.map(\.providerID) == [waiting.id, received.id, cancelled.id])
            let phases = past.map(\.status.phase)
            let isVague = subject.has(.callsEveryEndCancelled)
            #expect(phases == [.waiting, .received, isVague ? .cancelled : .refunded])
            let codes = past.map { $0.messages.map(\.code) }
            #expect(codes == [[], subject.has(.tellsMessagesInHistory) ? ["246810"] : [], []])
            for (reading, line) in zip(past, [waiting, received, cancelled]) {
                #expect(reading.number == "+\(line.number)")
                #expect(reading.orderedAt == line.purchasedAt)
                let isHidden = line == waiting && subject.has(.hidesPricesOfOpenOrders)
                let isTold = subject.has(.tellsPricesInLists) && !isHidden
                #expect(reading.price == (isTold ? line.price : nil))
            }
        }
    }

    @Test(arguments: Subject.all)
    func `answers carry the provider's time`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            #expect(try await stand.account.balance().providerTime == Stand.start)
            try await stand.controls.advance(.days(45))
            #expect(try await stand.account.balance().providerTime == Stand.start + .days(45))
        }
    }
}
