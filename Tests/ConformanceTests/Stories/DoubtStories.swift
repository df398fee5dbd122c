import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport

/// After a lost answer, asking the provider shows what happened, so that nothing is paid for twice.
@Suite("Settling doubts", .timeLimit(.minutes(20)))
struct DoubtStories {
    /// Makes a call whose answer is lost on the way back.
    private static func lose(
        _ call: ProviderCall, on line: String = "", at fixture: EmulatorFixture
    ) async throws {
        let endpoint = try #require(fixture.providerCase.endpoints[call])
        try await fixture.controls.set(.effectThenReset, on: endpoint)
        let error = await call.error(
            from: fixture.account, on: line, buying: fixture.providerCase.products)
        #expect(error?.refusal == .answerLost && error?.leavesDoubt == true)
    }

    @Test(arguments: ProviderCase.offering(.order, .active))
    func `an order is found among the active ones`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let known = try await fixture.order().id
            try await Self.lose(.order, at: fixture)
            let active = try await fixture.account.activeActivations().value
            let found = try active.first(where: \.providerID, isNot: known)
            let line = try await fixture.line(found.providerID)
            #expect(active.count == 2)
            #expect(found.number == "+\(line.number)" && found.orderedAt == line.purchasedAt)
        }
    }

    @Test(arguments: ProviderCase.offering(.rent, .rentals))
    func `a rental is found among those held`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let known = try await fixture.rent(providerCase.products.sleeping).id
            try await Self.lose(.rent, at: fixture)
            let held = try await fixture.account.rentals().value
            let found = try held.first(where: \.providerID, isNot: known)
            #expect(held.count == 2)
            #expect(found.number == "+\(try await fixture.line(found.providerID).number)")
            let product = providerCase.products.sleeping.order.offer
            #expect(found.product == (providerCase.has(.tellsProductsInLists) ? product : nil))
        }
    }

    @Test(arguments: ProviderCase.offering(.extend, .status))
    func `an extension is seen in the later end`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let rental = try await fixture.rent(providerCase.products.sleeping)
            try await Self.lose(.extend, on: rental.id, at: fixture)
            let end = rental.line.expiresAt + .days(providerCase.products.sleeping.order.days)
            let isTold = !providerCase.has(.tellsLittleOfRentals)
            let told = try await fixture.account.status(of: rental.id).value.expiresAt
            #expect(told == (isTold ? end : nil))
        }
    }

    @Test(arguments: ProviderCase.offering(.refund, .rentals))
    func `a refund is told by asking for it again, which returns nothing more`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let rental = try await fixture.rent(providerCase.products.sleeping).id
            try await Self.lose(.refund, on: rental, at: fixture)
            #expect(try await fixture.account.rentals().value.isEmpty)
            let again = await fixture.error { _ = try await $0.refund(rental) }
            #expect(again == .alreadyRefunded)
            #expect(try await fixture.balance() == EmulatorFixture.opening)
        }
    }

    @Test(arguments: ProviderCase.offering(.cancel, .check))
    func `a cancel is seen in the order`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let order = try await fixture.prepare(for: .cancel)
            try await Self.lose(.cancel, on: order, at: fixture)
            let phase = try await fixture.account.check(order).value.status.phase
            #expect([.cancelled, .refunded].contains(phase))
            #expect(try await fixture.balance() == EmulatorFixture.opening)
        }
    }

    @Test(arguments: ProviderCase.having(.resendStartsOver))
    func `a resend is seen in an order that waits again`(_ providerCase: ProviderCase) async throws
    {
        try await providerCase.withFixture { fixture in
            let order = try await fixture.answeredOrder()
            try await Self.lose(.resend, on: order.id, at: fixture)
            let waiting = try await fixture.active().filter {
                $0.status.phase == .waiting
            }
            #expect(waiting.map(\.number) == ["+\(order.line.number)"])
            #expect((waiting.first?.providerID != order.id) == providerCase.has(.resendsUnderNewID))
        }
    }
}
