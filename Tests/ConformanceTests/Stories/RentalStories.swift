import Lines
import Providers
import Testing
import TestSupport

/// A rented number: when it listens, and that none of its messages is missing.
@Suite("Rentals", .timeLimit(.minutes(20)))
struct RentalStories {
    @Test(arguments: ProviderCase.having(.rentalsSleep))
    func `a rental is woken by its status call and then hears`(_ providerCase: ProviderCase)
        async throws
    {
        try await providerCase.withFixture { fixture in
            let product = providerCase.products.sleeping
            let purchase = try await fixture.account.rent(product.order).value
            let line = try await fixture.line(purchase.providerID)
            #expect(purchase.number == "+\(line.number)")
            #expect(purchase.expiresAt == line.expiresAt)
            #expect(purchase.days == product.order.days && purchase.product == product.order.offer)

            let asleep = try await fixture.account.status(of: line.id).value
            #expect(!asleep.isAvailable)
            #expect(asleep.number == "+\(line.number)" && asleep.expiresAt == line.expiresAt)
            #expect(try await fixture.wake(line.id) > .zero)
            #expect(try await fixture.account.messages(of: line.id).value.isEmpty)
            #expect(try await fixture.controls.send("Your code is 4711", to: line.number))
            let message = ReceivedMessage(
                text: "Your code is 4711", sender: "MYBANK",
                receivedAt: try await fixture.controls.now())
            #expect(try await fixture.account.messages(of: line.id).value == [message])
        }
    }

    @Test(arguments: ProviderCase.having(.rentalsSleep))
    func `a message to a line asleep or still waking is lost`(_ providerCase: ProviderCase)
        async throws
    {
        try await providerCase.withFixture { fixture in
            let rental = try await fixture.rent(providerCase.products.sleeping)
            #expect(try await !fixture.controls.send("asleep", to: rental.line.number))
            _ = try await fixture.account.status(of: rental.id)
            #expect(try await !fixture.controls.send("waking", to: rental.line.number))
            try await fixture.wake(rental.id)
            #expect(try await fixture.account.messages(of: rental.id).value.isEmpty)
        }
    }

    @Test(arguments: ProviderCase.having(.rentalsSleep))
    func `activeFor runs out, and a status call before that keeps the line on`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let rental = try await fixture.rent(providerCase.products.sleeping)
            try await fixture.wake(rental.id)
            let status = try await fixture.account.status(of: rental.id).value
            let window = try #require(status.activeFor)
            try await fixture.controls.advance(window - .seconds(1))
            #expect(try await fixture.account.status(of: rental.id).value.isAvailable)
            try await fixture.controls.advance(window - .seconds(1))
            #expect(try await fixture.controls.send("just in time", to: rental.line.number))
            try await fixture.controls.advance(.seconds(1))
            #expect(try await !fixture.controls.send("a second late", to: rental.line.number))
            #expect(try await !fixture.account.status(of: rental.id).value.isAvailable)
            let messages = try await fixture.account.messages(of: rental.id).value
            #expect(messages.map(\.text) == ["just in time"])
        }
    }

    @Test(arguments: ProviderCase.offering(.rent, .status, .messages))
    func `a line that is always on hears without being asked`(_ providerCase: ProviderCase)
        async throws
    {
        try await providerCase.withFixture { fixture in
            let rental = try await fixture.rent(providerCase.products.listening)
            #expect(try await fixture.controls.send("at once", to: rental.line.number))
            let status = try await fixture.account.status(of: rental.id).value
            #expect(status.isAvailable && (status.activeFor ?? .zero) == .zero)
            let messages = try await fixture.account.messages(of: rental.id).value
            #expect(messages.map(\.text) == ["at once"])
        }
    }

    @Test(arguments: ProviderCase.offering(.rent, .messages))
    func `all messages are listed, though ids repeat and texts are strange`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let rental = try await fixture.rent(providerCase.products.listening)
            let texts = [
                "1234", "1234", "0", "null", "[]", "two\nlines\tand \"quotes\" \\ / \u{1B}[31m",
                "<p>H&amp;M</p>", "код 🇺🇦 5678", "{\"success\":0}", " spaces ",
                String(repeating: "long ", count: 300),
            ]
            for (index, text) in texts.enumerated() {
                let sender = index.isMultiple(of: 3) ? "" : "Sender \(index)"
                #expect(try await fixture.controls.send(text, from: sender, to: rental.line.number))
                // The first two arrive within the same second.
                if index > 0 { try await fixture.controls.advance(.seconds(90)) }
            }
            let booked = try await fixture.line(rental.id).messages.map { message in
                ReceivedMessage(
                    text: message.text, sender: message.sender.isEmpty ? nil : message.sender,
                    receivedAt: message.sentAt)
            }
            #expect(booked.count == texts.count)
            let listed = try await fixture.account.messages(of: rental.id).value
            #expect(listed.count == texts.count)
            #expect(listed.sorted(by: Self.earlier) == booked.sorted(by: Self.earlier))
        }
    }

    private static func earlier(_ left: ReceivedMessage, _ right: ReceivedMessage) -> Bool {
        let times = [left, right].map { $0.receivedAt?.milliseconds ?? 0 }
        let texts = [left, right].map { $0.text + "\u{0}" + ($0.sender ?? "") }
        return (times[0], texts[0]) < (times[1], texts[1])
    }

    @Test(arguments: ProviderCase.offering(.rent, .messages, .rentals))
    func `a rental that has expired is no longer held, and its messages are still listed`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            let rental = try await fixture.rent(providerCase.products.listening)
            #expect(try await fixture.controls.send("kept", to: rental.line.number))
            try await fixture.controls.advance(rental.line.expiresAt - EmulatorFixture.start)
            #expect(try await fixture.account.rentals().value.isEmpty)
            #expect(try await !fixture.controls.send("after the end", to: rental.line.number))
            let messages = try await fixture.account.messages(of: rental.id).value
            let isForgotten = providerCase.has(.tellsLittleOfRentals)
            #expect(messages.map(\.text) == (isForgotten ? [] : ["kept"]))
            #expect(try await fixture.account.status(of: rental.id).value.isAvailable == false)
        }
    }

    @Test(arguments: ProviderCase.offering(.rent, .rentals))
    func `all rentals held are listed with what they are`(_ providerCase: ProviderCase) async throws
    {
        try await providerCase.withFixture { fixture in
            #expect(try await fixture.account.rentals().value.isEmpty)
            let products = [providerCase.products.sleeping, providerCase.products.listening]
            var rentals: [String: TestRental] = [:]
            for product in products { rentals[try await fixture.rent(product).id] = product }
            let held = try await fixture.account.rentals().value
            #expect(Set(held.map(\.providerID)) == Set(rentals.keys))
            for rental in held {
                let line = try await fixture.line(rental.providerID)
                #expect(rental.number == "+\(line.number)")
                guard !providerCase.has(.tellsLittleOfRentals) else { continue }
                #expect(rental.expiresAt == line.expiresAt)
                let product = rentals[rental.providerID]?.order.offer
                #expect(rental.product == (providerCase.has(.tellsProductsInLists) ? product : nil))
            }
        }
    }
}
