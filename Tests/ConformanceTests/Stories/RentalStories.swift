import Lines
import Providers
import Testing
import TestSupport

/// A rented number: when it listens, and that none of its messages is missing.
@Suite("Rentals", .timeLimit(.minutes(2)))
struct RentalStories {
    @Test(arguments: Subject.having(.rentalsSleep))
    func `a rental is woken by its status call and then hears`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let ware = subject.wares.sleeping
            let purchase = try await stand.account.rent(ware.order).value
            let line = try await stand.line(purchase.providerID)
            #expect(purchase.number == "+\(line.number)")
            #expect(purchase.expiresAt == line.expiresAt)
            #expect(purchase.days == ware.order.days && purchase.product == ware.order.offer)

            let asleep = try await stand.account.status(of: line.id).value
            #expect(!asleep.isAvailable)
            #expect(asleep.number == "+\(line.number)" && asleep.expiresAt == line.expiresAt)
            #expect(try await stand.wake(line.id) > .zero)
            #expect(try await stand.account.messages(of: line.id).value.isEmpty)
            #expect(try await stand.controls.send("Your code is 4711", to: line.number))
            let message = ReceivedMessage(
                text: "Your code is 4711", sender: "MYBANK",
                receivedAt: try await stand.controls.now())
            #expect(try await stand.account.messages(of: line.id).value == [message])
        }
    }

    @Test(arguments: Subject.having(.rentalsSleep))
    func `a message to a line asleep or still waking is lost`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let rental = try await stand.rent(subject.wares.sleeping)
            #expect(try await !stand.controls.send("asleep", to: rental.line.number))
            _ = try await stand.account.status(of: rental.id)
            #expect(try await !stand.controls.send("waking", to: rental.line.number))
            try await stand.wake(rental.id)
            #expect(try await stand.account.messages(of: rental.id).value.isEmpty)
        }
    }

    @Test(arguments: Subject.having(.rentalsSleep))
    func `activeFor runs out, and a status call before that keeps the line on`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let rental = try await stand.rent(subject.wares.sleeping)
            try await stand.wake(rental.id)
            let status = try await stand.account.status(of: rental.id).value
            let window = try #require(status.activeFor)
            try await stand.controls.advance(window - .seconds(1))
            #expect(try await stand.account.status(of: rental.id).value.isAvailable)
            try await stand.controls.advance(window - .seconds(1))
            #expect(try await stand.controls.send("just in time", to: rental.line.number))
            try await stand.controls.advance(.seconds(1))
            #expect(try await !stand.controls.send("a second late", to: rental.line.number))
            #expect(try await !stand.account.status(of: rental.id).value.isAvailable)
            let messages = try await stand.account.messages(of: rental.id).value
            #expect(messages.map(\.text) == ["just in time"])
        }
    }

    @Test(arguments: Subject.offering(.rent, .status, .messages))
    func `a line that is always on hears without being asked`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let rental = try await stand.rent(subject.wares.listening)
            #expect(try await stand.controls.send("at once", to: rental.line.number))
            let status = try await stand.account.status(of: rental.id).value
            #expect(status.isAvailable && (status.activeFor ?? .zero) == .zero)
            let messages = try await stand.account.messages(of: rental.id).value
            #expect(messages.map(\.text) == ["at once"])
        }
    }

    @Test(arguments: Subject.offering(.rent, .messages))
    func `all messages are listed, though ids repeat and texts are strange`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let rental = try await stand.rent(subject.wares.listening)
            let texts = [
                "1234", "1234", "0", "null", "[]", "two\nlines\tand \"quotes\" \\ / \u{1B}[31m",
                "<p>H&amp;M</p>", "код 🇺🇦 5678", "{\"success\":0}", " spaces ",
                String(repeating: "long ", count: 300),
            ]
            for (index, text) in texts.enumerated() {
                let sender = index.isMultiple(of: 3) ? "" : "Sender \(index)"
                #expect(try await stand.controls.send(text, from: sender, to: rental.line.number))
                // The first two arrive within the same second.
                if index > 0 { try await stand.controls.advance(.seconds(90)) }
            }
            let booked = try await stand.line(rental.id).messages.map { message in
                ReceivedMessage(
                    text: message.text, sender: message.sender.isEmpty ? nil : message.sender,
                    receivedAt: message.sentAt)
            }
            #expect(booked.count == texts.count)
            let listed = try await stand.account.messages(of: rental.id).value
            #expect(listed.count == texts.count)
            #expect(listed.sorted(by: Self.earlier) == booked.sorted(by: Self.earlier))
        }
    }

    private static func earlier(_ left: ReceivedMessage, _ right: ReceivedMessage) -> Bool {
        let times = [left, right].map { $0.receivedAt?.milliseconds ?? 0 }
        let texts = [left, right].map { $0.text + "\u{0}" + ($0.sender ?? "") }
        return (times[0], texts[0]) < (times[1], texts[1])
    }

    @Test(arguments: Subject.offering(.rent, .messages, .rentals))
    func `a rental that has expired is no longer held, and its messages are still listed`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            let rental = try await stand.rent(subject.wares.listening)
            #expect(try await stand.controls.send("kept", to: rental.line.number))
            try await stand.controls.advance(rental.line.expiresAt - Stand.start)
            #expect(try await stand.account.rentals().value.isEmpty)
            #expect(try await !stand.controls.send("after the end", to: rental.line.number))
            let messages = try await stand.account.messages(of: rental.id).value
            let isForgotten = subject.has(.tellsLittleOfRentals)
            #expect(messages.map(\.text) == (isForgotten ? [] : ["kept"]))
            #expect(try await stand.account.status(of: rental.id).value.isAvailable == false)
        }
    }

    @Test(arguments: Subject.offering(.rent, .rentals))
    func `all rentals held are listed with what they are`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            #expect(try await stand.account.rentals().value.isEmpty)
            let wares = [subject.wares.sleeping, subject.wares.listening]
            var rentals: [String: RentalWare] = [:]
            for ware in wares { rentals[try await stand.rent(ware).id] = ware }
            let held = try await stand.account.rentals().value
            #expect(Set(held.map(\.providerID)) == Set(rentals.keys))
            for rental in held {
                let line = try await stand.line(rental.providerID)
                #expect(rental.number == "+\(line.number)")
                guard !subject.has(.tellsLittleOfRentals) else { continue }
                #expect(rental.expiresAt == line.expiresAt)
                let product = rentals[rental.providerID]?.order.offer
                #expect(rental.product == (subject.has(.tellsProductsInLists) ? product : nil))
            }
        }
    }
}
