import Lines
import Providers
import Testing
import TestSupport

/// Extensions and refunds: what they cost, what they return, and when they are refused.
@Suite("Extending and refunding", .timeLimit(.minutes(2)))
struct RentalMoneyStories {
    @Test(arguments: Subject.offering(.rent, .extend, .status))
    func `an extension costs its price and moves the end by its days`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let ware = subject.wares.sleeping
            let rental = try await stand.rent(ware)
            let extended = try await stand.account.extend(rental.id, days: ware.order.days).value
            let end = rental.line.expiresAt + .days(ware.order.days)
            #expect(extended.expiresAt == (subject.has(.tellsExtensionEnd) ? end : nil))
            let told = try await stand.account.status(of: rental.id).value.expiresAt
            #expect(told == (subject.has(.tellsLittleOfRentals) ? nil : end))
            #expect(try await stand.line(rental.id).expiresAt == end)
            #expect(try await stand.balance() == Stand.opening - ware.price - ware.price)
        }
    }

    @Test(arguments: Subject.offering(.rent, .extend))
    func `wrong days are refused with the days there are`(_ subject: Subject) async throws {
        guard !subject.has(.rentsByTheHour) else { return }
        try await subject.onStand { stand in
            let ware = subject.wares.sleeping
            let wrong = RentalOrder(offer: ware.order.offer, days: 13)
            let bought = await stand.error { _ = try await $0.rent(wrong) }
            #expect(bought == .wrongDays(available: ware.days))
            let rental = try await stand.rent(ware)
            let extended = await stand.error { _ = try await $0.extend(rental.id, days: 13) }
            #expect(extended == .wrongDays(available: ware.days))
            #expect(extended?.leavesDoubt == false)
            #expect(try await stand.balance() == Stand.opening - ware.price)
        }
    }

    @Test(arguments: Subject.offering(.rent, .extend))
    func `what cannot be extended, or has expired, is not and costs nothing`(
        _ subject: Subject
    ) async throws {
        guard !subject.has(.rentsByTheHour) else { return }
        try await subject.onStand { stand in
            if subject.has(.hasFixedRentals) {
                let ware = subject.wares.fixed
                let fixed = try await stand.rent(ware).id
                let error = await stand.error {
                    _ = try await $0.extend(fixed, days: ware.order.days)
                }
                #expect(error?.refusal == .notExtended && error?.leavesDoubt == false)
            }
            let other = subject.wares.sleeping
            let gone = try await stand.rent(other)
            let paid = try await stand.balance()
            try await stand.controls.advance(.days(other.order.days))
            let late = await stand.error { _ = try await $0.extend(gone.id, days: 7) }
            #expect(late?.refusal == .notExtended)
            #expect(try await stand.balance() == paid)
        }
    }

    @Test(arguments: Subject.offering(.rent, .refund, .rentals))
    func `a refund inside the window returns what was paid, once`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let rental = try await stand.rent(subject.wares.sleeping)
            try await stand.wake(rental.id)
            try await stand.controls.advance(
                subject.refundWindow - ((try await stand.controls.now()) - Stand.start))
            _ = try await stand.account.refund(rental.id)
            #expect(try await stand.balance() == Stand.opening)
            let entries = try await stand.controls.books().entries(of: rental.id)
            #expect(entries.map(\.kind) == ["charge", "refund"])
            #expect(try await stand.account.rentals().value.isEmpty)
            let twice = await stand.error { _ = try await $0.refund(rental.id) }
            #expect(twice == .alreadyRefunded && twice?.leavesDoubt == false)
            #expect(try await stand.balance() == Stand.opening)
        }
    }

    @Test(arguments: Subject.offering(.rent, .refund))
    func `no refund comes after the window`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let rental = try await stand.rent(subject.wares.sleeping)
            try await stand.controls.advance(subject.refundWindow + .seconds(1))
            let error = await stand.error { _ = try await $0.refund(rental.id) }
            #expect(error == .refundClosed && error?.leavesDoubt == false)
            #expect(try await stand.account.rentals().value.map(\.providerID) == [rental.id])
            #expect(try await stand.balance() == Stand.opening - rental.line.price)
        }
    }

    @Test(arguments: Subject.offering(.rent, .refund, .messages))
    func `no refund comes after a message`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let rental = try await stand.rent(subject.wares.sleeping)
            try await stand.wake(rental.id)
            #expect(try await stand.controls.send("one", to: rental.line.number))
            let error = await stand.error { _ = try await $0.refund(rental.id) }
            #expect(error == .refundClosed)
            #expect(try await stand.account.messages(of: rental.id).value.count == 1)
            #expect(try await stand.balance() == Stand.opening - rental.line.price)
        }
    }

    @Test(arguments: Subject.having(.hasUnrefundableRentals))
    func `no refund comes against a product's own rule`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let rental = try await stand.rent(subject.wares.unrefundable)
            let error = await stand.error { _ = try await $0.refund(rental.id) }
            #expect(error == .refundClosed)
            #expect(try await stand.balance() == Stand.opening - rental.line.price)
        }
    }
}
