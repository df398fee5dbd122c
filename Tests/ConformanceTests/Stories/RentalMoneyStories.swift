import Lines
import Providers
import Testing
import TestSupport

/// Extensions and refunds: what they cost, what they return, and when they are refused.
@Suite("Extending and refunding", .timeLimit(.minutes(20)))
struct RentalMoneyStories {
    @Test(arguments: ProviderCase.offering(.rent, .extend, .status))
    func `an extension costs its price and moves the end by its days`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let product = providerCase.products.sleeping
            let rental = try await fixture.rent(product)
            let extended = try await fixture.account.extend(rental.id, days: product.order.days)
                .value
            let end = rental.line.expiresAt + .days(product.order.days)
            #expect(extended.expiresAt == (providerCase.has(.tellsExtensionEnd) ? end : nil))
            let told = try await fixture.account.status(of: rental.id).value.expiresAt
            #expect(told == (providerCase.has(.tellsLittleOfRentals) ? nil : end))
            #expect(try await fixture.line(rental.id).expiresAt == end)
            #expect(
                try await fixture.balance() == EmulatorFixture.opening - product.price
                    - product.price)
        }
    }

    @Test(arguments: ProviderCase.offering(.rent, .extend))
    func `wrong days are refused with the days there are`(_ providerCase: ProviderCase) async throws
    {
        guard !providerCase.has(.rentsByTheHour) else { return }
        try await providerCase.withFixture { fixture in
            let product = providerCase.products.sleeping
            let wrong = RentalOrder(offer: product.order.offer, days: 13)
            let bought = await fixture.error { _ = try await $0.rent(wrong) }
            #expect(bought == .wrongDays(available: product.days))
            let rental = try await fixture.rent(product)
            let extended = await fixture.error { _ = try await $0.extend(rental.id, days: 13) }
            #expect(extended == .wrongDays(available: product.days))
            #expect(extended?.leavesDoubt == false)
            #expect(try await fixture.balance() == EmulatorFixture.opening - product.price)
        }
    }

    @Test(arguments: ProviderCase.offering(.rent, .extend))
    func `what cannot be extended, or has expired, is not and costs nothing`(
        _ providerCase: ProviderCase
    ) async throws {
        guard !providerCase.has(.rentsByTheHour) else { return }
        try await providerCase.withFixture { fixture in
            if providerCase.has(.hasFixedRentals) {
                let product = providerCase.products.fixed
                let fixed = try await fixture.rent(product).id
                let error = await fixture.error {
                    _ = try await $0.extend(fixed, days: product.order.days)
                }
                #expect(error?.refusal == .notExtended && error?.leavesDoubt == false)
            }
            let other = providerCase.products.sleeping
            let gone = try await fixture.rent(other)
            let paid = try await fixture.balance()
            try await fixture.controls.advance(.days(other.order.days))
            let late = await fixture.error { _ = try await $0.extend(gone.id, days: 7) }
            #expect(late?.refusal == .notExtended)
            #expect(try await fixture.balance() == paid)
        }
    }

    @Test(arguments: ProviderCase.offering(.rent, .refund, .rentals))
    func `a refund inside the window returns what was paid, once`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let rental = try await fixture.rent(providerCase.products.sleeping)
            try await fixture.wake(rental.id)
            try await fixture.controls.advance(
                providerCase.refundWindow
                    - ((try await fixture.controls.now()) - EmulatorFixture.start))
            _ = try await fixture.account.refund(rental.id)
            #expect(try await fixture.balance() == EmulatorFixture.opening)
            let entries = try await fixture.controls.books().entries(of: rental.id)
            #expect(entries.map(\.kind) == ["charge", "refund"])
            #expect(try await fixture.account.rentals().value.isEmpty)
            let twice = await fixture.error { _ = try await $0.refund(rental.id) }
            #expect(twice == .alreadyRefunded && twice?.leavesDoubt == false)
            #expect(try await fixture.balance() == EmulatorFixture.opening)
        }
    }

    @Test(arguments: ProviderCase.offering(.rent, .refund))
    func `no refund comes after the window`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let rental = try await fixture.rent(providerCase.products.sleeping)
            try await fixture.controls.advance(providerCase.refundWindow + .seconds(1))
            let error = await fixture.error { _ = try await $0.refund(rental.id) }
            #expect(error == .refundClosed && error?.leavesDoubt == false)
            #expect(try await fixture.account.rentals().value.map(\.providerID) == [rental.id])
            #expect(try await fixture.balance() == EmulatorFixture.opening - rental.line.price)
        }
    }

    @Test(arguments: ProviderCase.offering(.rent, .refund, .messages))
    func `no refund comes after a message`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let rental = try await fixture.rent(providerCase.products.sleeping)
            try await fixture.wake(rental.id)
            #expect(try await fixture.controls.send("one", to: rental.line.number))
            let error = await fixture.error { _ = try await $0.refund(rental.id) }
            #expect(error == .refundClosed)
            #expect(try await fixture.account.messages(of: rental.id).value.count == 1)
            #expect(try await fixture.balance() == EmulatorFixture.opening - rental.line.price)
        }
    }

    @Test(arguments: ProviderCase.having(.hasUnrefundableRentals))
    func `no refund comes against a product's own rule`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let rental = try await fixture.rent(providerCase.products.unrefundable)
            let error = await fixture.error { _ = try await $0.refund(rental.id) }
            #expect(error == .refundClosed)
            #expect(try await fixture.balance() == EmulatorFixture.opening - rental.line.price)
        }
    }
}
