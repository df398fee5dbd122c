import Lines
import Providers
import Testing
import TestSupport

/// A number for one service, from the order to its message.
@Suite("Activations", .timeLimit(.minutes(2)))
struct ActivationStories {
    @Test(arguments: Subject.offering(.order, .check))
    func `an order waits, then shows its message and code`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let purchase = try await stand.account.order(subject.wares.inStock).value
            let line = try await stand.line(purchase.providerID)
            #expect(purchase.number == "+\(line.number)")
            #expect(purchase.expiresAt == line.expiresAt)
            #expect(purchase.price == (subject.has(.tellsOrderPrice) ? line.price : nil))

            let end = subject.has(.tellsEndInChecks) ? line.expiresAt : nil
            var reading = try await stand.account.check(line.id).value
            #expect(reading.status == ActivationStatus(.waiting, expiresAt: end))
            #expect(reading.messages.isEmpty)

            let text = "123456 ist Ihr Code für \"WhatsApp\" 🔐\n<b>nicht</b> weitergeben \\ &amp;"
            #expect(try await stand.controls.send(text, from: "WhatsApp", to: line.number))
            reading = try await stand.account.check(line.id).value
            #expect(reading.status == ActivationStatus(.received, expiresAt: end))
            let isOneLine = subject.has(.tellsTextsInHeaders)
            let whole = isOneLine ? text.replacing("\n", with: " ") : text
            let shown = subject.has(.tellsTexts) ? whole : "123456"
            #expect(reading.messages.map(\.text) == [shown])
            #expect(reading.messages.map(\.code) == ["123456"])
        }
    }

    @Test(arguments: Subject.offering(.order, .active))
    func `one call shows all that are active, waiting or received`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            #expect(try await stand.account.activeActivations().value.isEmpty)
            let waiting = try await stand.order().line
            let received = try await stand.answeredOrder("Ihr Code: 987 654.").line
            let active = try await stand.active()
            #expect(Set(active.map(\.providerID)) == [waiting.id, received.id])
            for line in [waiting, received] {
                let reading = try active.first(where: \.providerID, is: line.id)
                #expect(reading.number == "+\(line.number)")
                #expect(reading.orderedAt == line.purchasedAt)
                #expect(reading.status.expiresAt == line.expiresAt)
                #expect(reading.price == (subject.has(.tellsPricesInLists) ? line.price : nil))
            }
            let first = try active.first(where: \.providerID, is: waiting.id)
            #expect(first.status.phase == .waiting && first.messages.isEmpty)
            let second = try active.first(where: \.providerID, is: received.id)
            #expect(second.status.phase == .received)
            #expect(second.messages.map(\.text) == ["Ihr Code: 987 654."])
            #expect(second.messages.map(\.code) == ["987654"])
        }
    }

    @Test(arguments: Subject.having(.tellsTexts))
    func `a message without a code is shown all the same`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let order = try await stand.answeredOrder("Welcome! No code here.")
            let reading = try await stand.account.check(order.id).value
            #expect(reading.status.phase == .received)
            #expect(reading.messages.map(\.text) == ["Welcome! No code here."])
            #expect(reading.messages.map(\.code) == [nil])
        }
    }

    @Test(arguments: Subject.having(.resendStartsOver))
    func `two messages come with a resend between them`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let order = try await stand.answeredOrder("111111 is your code")
            let before = try await stand.balance()
            let resend = try await stand.account.resend(order.id).value
            #expect((resend.newProviderID != nil) == subject.has(.resendsUnderNewID))
            let id = resend.newProviderID ?? order.id

            // Until the second message arrives, the first is not news.
            var reading = try await stand.account.check(id).value
            #expect(reading.status.phase == .waiting && reading.messages.isEmpty)
            var active = try await stand.active()
            var listed = try active.first(where: \.providerID, is: id)
            #expect(listed.status.phase == .waiting && listed.messages.isEmpty)

            #expect(try await stand.controls.send("222222 is your code", to: order.line.number))
            reading = try await stand.account.check(id).value
            #expect(reading.status.phase == .received)
            #expect(reading.messages.map(\.code) == ["222222"])
            active = try await stand.active()
            listed = try active.first(where: \.providerID, is: id)
            #expect(listed.messages.map(\.text) == ["222222 is your code"])
            if id != order.id {
                let first = try await stand.account.check(order.id).value
                #expect(first.messages.map(\.code) == ["111111"])
            }
            #expect(try await stand.balance() == before - (resend.charge ?? .zero))
        }
    }

    @Test(arguments: Subject.having(.resendStartsOver))
    func `a resend is refused before the first message and after the last that is allowed`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            var (id, line) = try await stand.order()
            let early = await stand.error { [id] in _ = try await $0.resend(id) }
            #expect(early?.refusal == .notResendable)
            for turn in 0..<subject.resends {
                #expect(try await stand.controls.send("12345\(turn)", to: line.number))
                id = try await stand.account.resend(id).value.newProviderID ?? id
            }
            #expect(try await stand.controls.send("654321", to: line.number))
            let late = await stand.error { [id] in _ = try await $0.resend(id) }
            #expect(late?.refusal == .notResendable)
            line = try await stand.line(id)
            #expect(line.state == "received")
        }
    }

    @Test(arguments: Subject.offering(.order, .cancel, .check))
    func `a cancel is too early, then returns exactly what was paid`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let order = try await stand.order()
            let paid = try await stand.balance()
            if let hold = subject.cancelHold {
                try await stand.controls.advance(hold - .seconds(1))
                let error = await stand.error { _ = try await $0.cancel(order.id) }
                #expect(error?.refusal == .tooEarly)
                #expect(error?.leavesDoubt == false)
                #expect(try await stand.balance() == paid)
                try await stand.controls.advance(.seconds(1))
            }
            let cancellation = try await stand.account.cancel(order.id).value
            #expect(cancellation.moneyReturned)
            let sum = subject.has(.tellsReturnedSum) ? order.line.price : nil
            #expect(cancellation.amount == sum)
            #expect(try await stand.balance() == Stand.opening)
            let entries = try await stand.controls.books().entries(of: order.id)
            #expect(entries.map(\.kind) == ["charge", "refund"])

            let phase = try await stand.account.check(order.id).value.status.phase
            #expect([.cancelled, .refunded].contains(phase))
            try await stand.expectNothingActive()
            let twice = await stand.error { _ = try await $0.cancel(order.id) }
            #expect(twice?.refusal == subject.refusals[.cancelledTwice])
            #expect(try await stand.balance() == Stand.opening)
        }
    }

    @Test(arguments: Subject.offering(.order, .cancel))
    func `what has received its code is not cancelled`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let order = try await stand.answeredOrder()
            let paid = try await stand.balance()
            try await stand.controls.advance(subject.cancelHold ?? .zero)
            let error = await stand.error { _ = try await $0.cancel(order.id) }
            #expect(error?.refusal == subject.refusals[.cancelledAfterCode])
            #expect(try await stand.balance() == paid)
        }
    }

    @Test(arguments: Subject.offering(.order, .check))
    func `an order that expires unused is paid back`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let order = try await stand.order()
            try await stand.controls.advance(order.line.expiresAt - Stand.start - .seconds(1))
            #expect(try await stand.account.check(order.id).value.status.phase == .waiting)
            try await stand.controls.advance(.seconds(1))
            let phase = try await stand.account.check(order.id).value.status.phase
            let isVague = subject.has(.callsEveryEndCancelled)
            #expect((isVague ? [.cancelled] : [.expired, .refunded]).contains(phase))
            #expect(try await stand.balance() == Stand.opening)
            try await stand.expectNothingActive()
            try await stand.controls.advance(.minutes(1))
            let settled = try await stand.account.check(order.id).value
            let end = subject.has(.saysRefunded) ? ActivationStatus.Phase.refunded : .expired
            #expect(settled.status.phase == (isVague ? .cancelled : end))
            #expect(settled.messages.isEmpty)
            let error = await stand.error { _ = try await $0.cancel(order.id) }
            #expect(error?.refusal == subject.refusals[.cancelledAfterExpiry])
            #expect(try await stand.balance() == Stand.opening)
        }
    }

    @Test(arguments: Subject.offering(.order, .check))
    func `an order that expires with its message keeps it and is not paid back`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let order = try await stand.answeredOrder()
            let paid = try await stand.balance()
            try await stand.controls.advance(.hours(2))
            let reading = try await stand.account.check(order.id).value
            let isForgotten = subject.has(.forgetsEndedOrders)
            #expect(reading.status.phase == (isForgotten ? .cancelled : .received))
            #expect(reading.messages.map(\.code) == (isForgotten ? [] : ["123456"]))
            #expect(try await stand.balance() == paid)
            #expect(try await stand.controls.send("too late", to: order.line.number) == false)
        }
    }
}
