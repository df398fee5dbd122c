import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport

/// After a lost answer, asking the provider shows what happened, so that nothing is paid for twice.
@Suite("Settling doubts", .timeLimit(.minutes(2)))
struct DoubtStories {
    /// Makes a call whose answer is lost on the way back.
    private static func lose(_ deed: Deed, on line: String = "", at stand: Stand) async throws {
        let endpoint = try #require(stand.subject.endpoints[deed])
        try await stand.controls.set(.effectThenReset, on: endpoint)
        let error = await deed.error(
            from: stand.account, on: line, buying: stand.subject.wares)
        #expect(error?.refusal == .answerLost && error?.leavesDoubt == true)
    }

    @Test(arguments: Subject.offering(.order, .active))
    func `an order is found among the active ones`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let known = try await stand.order().id
            try await Self.lose(.order, at: stand)
            let active = try await stand.account.activeActivations().value
            let found = try active.first(where: \.providerID, isNot: known)
            let line = try await stand.line(found.providerID)
            #expect(active.count == 2)
            #expect(found.number == "+\(line.number)" && found.orderedAt == line.purchasedAt)
        }
    }

    @Test(arguments: Subject.offering(.rent, .rentals))
    func `a rental is found among those held`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let known = try await stand.rent(subject.wares.sleeping).id
            try await Self.lose(.rent, at: stand)
            let held = try await stand.account.rentals().value
            let found = try held.first(where: \.providerID, isNot: known)
            #expect(held.count == 2)
            #expect(found.number == "+\(try await stand.line(found.providerID).number)")
            let product = subject.wares.sleeping.order.offer
            #expect(found.product == (subject.has(.tellsProductsInLists) ? product : nil))
        }
    }

    @Test(arguments: Subject.offering(.extend, .status))
    func `an extension is seen in the later end`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let rental = try await stand.rent(subject.wares.sleeping)
            try await Self.lose(.extend, on: rental.id, at: stand)
            let end = rental.line.expiresAt + .days(subject.wares.sleeping.order.days)
            let isTold = !subject.has(.tellsLittleOfRentals)
            let told = try await stand.account.status(of: rental.id).value.expiresAt
            #expect(told == (isTold ? end : nil))
        }
    }

    @Test(arguments: Subject.offering(.refund, .rentals))
    func `a refund is told by asking for it again, which returns nothing more`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let rental = try await stand.rent(subject.wares.sleeping).id
            try await Self.lose(.refund, on: rental, at: stand)
            #expect(try await stand.account.rentals().value.isEmpty)
            let again = await stand.error { _ = try await $0.refund(rental) }
            #expect(again == .alreadyRefunded)
            #expect(try await stand.balance() == Stand.opening)
        }
    }

    @Test(arguments: Subject.offering(.cancel, .check))
    func `a cancel is seen in the order`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let order = try await stand.prepare(for: .cancel)
            try await Self.lose(.cancel, on: order, at: stand)
            let phase = try await stand.account.check(order).value.status.phase
            #expect([.cancelled, .refunded].contains(phase))
            #expect(try await stand.balance() == Stand.opening)
        }
    }

    @Test(arguments: Subject.having(.resendStartsOver))
    func `a resend is seen in an order that waits again`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let order = try await stand.answeredOrder()
            try await Self.lose(.resend, on: order.id, at: stand)
            let waiting = try await stand.active().filter {
                $0.status.phase == .waiting
            }
            #expect(waiting.map(\.number) == ["+\(order.line.number)"])
            #expect((waiting.first?.providerID != order.id) == subject.has(.resendsUnderNewID))
        }
    }
}
