import Lines
import Providers
import Testing
import TestSupport

/// A number for one service, from the order to its message.
@Suite("Activations", .timeLimit(.minutes(20)))
struct ActivationStories {
    @Test(arguments: ProviderCase.offering(.order, .check))
    func `an order waits, then shows its message and code`(_ providerCase: ProviderCase)
        async throws
    {
        try await providerCase.withFixture { fixture in
            let purchase = try await fixture.account.order(providerCase.products.inStock).value
            let line = try await fixture.line(purchase.providerID)
            #expect(purchase.number == "+\(line.number)")
            #expect(purchase.expiresAt == line.expiresAt)
            #expect(purchase.price == (providerCase.has(.tellsOrderPrice) ? line.price : nil))

            let end = providerCase.has(.tellsEndInChecks) ? line.expiresAt : nil
            var reading = try await fixture.account.check(line.id).value
            #expect(reading.status == ActivationStatus(.waiting, expiresAt: end))
            #expect(reading.messages.isEmpty)

            let text = "123456 ist Ihr Code für \"WhatsApp\" 🔐\n<b>nicht</b> weitergeben \\ &amp;"
            #expect(try await fixture.controls.send(text, from: "WhatsApp", to: line.number))
            reading = try await fixture.account.check(line.id).value
            #expect(reading.status == ActivationStatus(.received, expiresAt: end))
            let isOneLine = providerCase.has(.tellsTextsInHeaders)
            let whole = isOneLine ? text.replacing("\n", with: " ") : text
            let shown = providerCase.has(.tellsTexts) ? whole : "123456"
            #expect(reading.messages.map(\.text) == [shown])
            #expect(reading.messages.map(\.code) == ["123456"])
        }
    }

    @Test(arguments: ProviderCase.offering(.order, .active))
    func `one call shows all that are active, waiting or received`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            #expect(try await fixture.account.activeActivations().value.isEmpty)
            let waiting = try await fixture.order().line
            let received = try await fixture.answeredOrder("Ihr Code: 987 654.").line
            let active = try await fixture.active()
            #expect(Set(active.map(\.providerID)) == [waiting.id, received.id])
            for line in [waiting, received] {
                let reading = try active.first(where: \.providerID, is: line.id)
                #expect(reading.number == "+\(line.number)")
                #expect(reading.orderedAt == line.purchasedAt)
                #expect(reading.status.expiresAt == line.expiresAt)
                #expect(reading.price == (providerCase.has(.tellsPricesInLists) ? line.price : nil))
            }
            let first = try active.first(where: \.providerID, is: waiting.id)
            #expect(first.status.phase == .waiting && first.messages.isEmpty)
            let second = try active.first(where: \.providerID, is: received.id)
            #expect(second.status.phase == .received)
            #expect(second.messages.map(\.text) == ["Ihr Code: 987 654."])
            #expect(second.messages.map(\.code) == ["987654"])
        }
    }

    @Test(arguments: ProviderCase.having(.tellsTexts))
    func `a message without a code is shown all the same`(_ providerCase: ProviderCase) async throws
    {
        try await providerCase.withFixture { fixture in
            let order = try await fixture.answeredOrder("Welcome! No code here.")
            let reading = try await fixture.account.check(order.id).value
            #expect(reading.status.phase == .received)
            #expect(reading.messages.map(\.text) == ["Welcome! No code here."])
            #expect(reading.messages.map(\.code) == [nil])
        }
    }

    @Test(arguments: ProviderCase.having(.resendStartsOver))
    func `two messages come with a resend between them`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let order = try await fixture.answeredOrder("111111 is your code")
            let before = try await fixture.balance()
            let resend = try await fixture.account.resend(order.id).value
            #expect((resend.newProviderID != nil) == providerCase.has(.resendsUnderNewID))
            let id = resend.newProviderID ?? order.id

            // Until the second message arrives, the first is not news.
            var reading = try await fixture.account.check(id).value
            #expect(reading.status.phase == .waiting && reading.messages.isEmpty)
            var active = try await fixture.active()
            var listed = try active.first(where: \.providerID, is: id)
            #expect(listed.status.phase == .waiting && listed.messages.isEmpty)

            #expect(try await fixture.controls.send("222222 is your code", to: order.line.number))
            reading = try await fixture.account.check(id).value
            #expect(reading.status.phase == .received)
            #expect(reading.messages.map(\.code) == ["222222"])
            active = try await fixture.active()
            listed = try active.first(where: \.providerID, is: id)
            #expect(listed.messages.map(\.text) == ["222222 is your code"])
            if id != order.id {
                let first = try await fixture.account.check(order.id).value
                #expect(first.messages.map(\.code) == ["111111"])
            }
            #expect(try await fixture.balance() == before - (resend.charge ?? .zero))
        }
    }

    @Test(arguments: ProviderCase.having(.resendStartsOver))
    func `a resend is refused before the first message and after the last that is allowed`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            var (id, line) = try await fixture.order()
            let early = await fixture.error { [id] in _ = try await $0.resend(id) }
            #expect(early?.refusal == .notResendable)
            for turn in 0..<providerCase.resends {
                #expect(try await fixture.controls.send("12345\(turn)", to: line.number))
                id = try await fixture.account.resend(id).value.newProviderID ?? id
            }
            #expect(try await fixture.controls.send("654321", to: line.number))
            let late = await fixture.error { [id] in _ = try await $0.resend(id) }
            #expect(late?.refusal == .notResendable)
            line = try await fixture.line(id)
            #expect(line.state == "received")
        }
    }

    @Test(arguments: ProviderCase.offering(.order, .cancel, .check))
    func `a cancel is too early, then returns exactly what was paid`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let order = try await fixture.order()
            let paid = try await fixture.balance()
            if let hold = providerCase.cancelHold {
                try await fixture.controls.advance(hold - .seconds(1))
                let error = await fixture.error { _ = try await $0.cancel(order.id) }
                #expect(error?.refusal == .tooEarly)
                #expect(error?.leavesDoubt == false)
                #expect(try await fixture.balance() == paid)
                try await fixture.controls.advance(.seconds(1))
            }
            let cancellation = try await fixture.account.cancel(order.id).value
            #expect(cancellation.moneyReturned)
            let sum = providerCase.has(.tellsReturnedSum) ? order.line.price : nil
            #expect(cancellation.amount == sum)
            #expect(try await fixture.balance() == EmulatorFixture.opening)
            let entries = try await fixture.controls.books().entries(of: order.id)
            #expect(entries.map(\.kind) == ["charge", "refund"])

            let phase = try await fixture.account.check(order.id).value.status.phase
            #expect([.cancelled, .refunded].contains(phase))
            try await fixture.expectNothingActive()
            let twice = await fixture.error { _ = try await $0.cancel(order.id) }
            #expect(twice?.refusal == providerCase.refusals[.cancelledTwice])
            #expect(try await fixture.balance() == EmulatorFixture.opening)
        }
    }

    @Test(arguments: ProviderCase.offering(.order, .cancel))
    func `what has received its code is not cancelled`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let order = try await fixture.answeredOrder()
            let paid = try await fixture.balance()
            try await fixture.controls.advance(providerCase.cancelHold ?? .zero)
            let error = await fixture.error { _ = try await $0.cancel(order.id) }
            #expect(error?.refusal == providerCase.refusals[.cancelledAfterCode])
            #expect(try await fixture.balance() == paid)
        }
    }

    @Test(arguments: ProviderCase.offering(.order, .check))
    func `an order that expires unused is paid back`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let order = try await fixture.order()
            try await fixture.controls.advance(
                order.line.expiresAt - EmulatorFixture.start - .seconds(1))
            #expect(try await fixture.account.check(order.id).value.status.phase == .waiting)
            try await fixture.controls.advance(.seconds(1))
            let phase = try await fixture.account.check(order.id).value.status.phase
            let isVague = providerCase.has(.callsEveryEndCancelled)
            #expect((isVague ? [.cancelled] : [.expired, .refunded]).contains(phase))
            #expect(try await fixture.balance() == EmulatorFixture.opening)
            try await fixture.expectNothingActive()
            try await fixture.controls.advance(.minutes(1))
            let settled = try await fixture.account.check(order.id).value
            let end = providerCase.has(.saysRefunded) ? ActivationStatus.Phase.refunded : .expired
            #expect(settled.status.phase == (isVague ? .cancelled : end))
            #expect(settled.messages.isEmpty)
            let error = await fixture.error { _ = try await $0.cancel(order.id) }
            #expect(error?.refusal == providerCase.refusals[.cancelledAfterExpiry])
            #expect(try await fixture.balance() == EmulatorFixture.opening)
        }
    }

    @Test(arguments: ProviderCase.offering(.order, .check))
    func `an order that expires with its message keeps it and is not paid back`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let order = try await fixture.answeredOrder()
            let paid = try await fixture.balance()
            try await fixture.controls.advance(.hours(2))
            let reading = try await fixture.account.check(order.id).value
            let isForgotten = providerCase.has(.forgetsEndedOrders)
            #expect(reading.status.phase == (isForgotten ? .cancelled : .received))
            #expect(reading.messages.map(\.code) == (isForgotten ? [] : ["123456"]))
            #expect(try await fixture.balance() == paid)
            #expect(try await fixture.controls.send("too late", to: order.line.number) == false)
        }
    }
}
