import Lines
import Storage
import Testing

private let noon = Instant(milliseconds: 1_769_947_200_000)

private func sms(_ text: String, from sender: String? = "BANK", code: String? = nil)
    -> ReceivedMessage
{
    ReceivedMessage(text: text, sender: sender, code: code, receivedAt: noon)
}

/// A message reported again under the same time in another form is the same message.
@Suite("A message that is written otherwise") struct RewrittenTests {
    private struct Rewrite: CustomTestStringConvertible {
        var first: ReceivedMessage
        var then: ReceivedMessage
        var text: String
        var testDescription: String { "\(first.text) → \(then.text)" }
    }

    private static let rewrites: [Rewrite] = [
        // A bare code, and the text that contains it.
        .init(
            first: sms("13579", code: "13579"),
            then: sms("Telegram code 13579 for you", code: "13579"),
            text: "Telegram code 13579 for you"),
        .init(
            first: sms("482913", from: nil), then: sms("482913 is your T3 code"),
            text: "482913 is your T3 code"),
        .init(
            first: sms("77", from: nil), then: sms("Your number is 77."), text: "Your number is 77."
        ),
        .init(
            first: sms("482913", code: "482913"), then: sms("Your code: 482-913", code: "482913"),
            text: "Your code: 482-913"),
        .init(
            first: sms("AB12CD", code: "AB12CD"), then: sms("Use code AB12CD to sign in"),
            text: "Use code AB12CD to sign in"),
        // The sender.
        .init(first: sms("Hello", from: " "), then: sms("Hello"), text: "Hello"),
        .init(first: sms("Hello", from: "bank"), then: sms("Hello"), text: "Hello"),
        .init(first: sms("Hello", from: "+4912345"), then: sms("Hello"), text: "Hello"),
        // A missing part.
        .init(
            first: sms("Your code is 12…"), then: sms("Your code is 123"), text: "Your code is 123"),
        .init(
            first: sms("Your code is 12..."), then: sms("Your code is 123456"),
            text: "Your code is 123456"),
        .init(
            first: sms("second part of it"), then: sms("first part, second part of it"),
            text: "first part, second part of it"),
        // Blanks and capitals.
        .init(first: sms(" lead"), then: sms("lead"), text: " lead"),
        .init(first: sms("lead"), then: sms(" lead"), text: "lead"),
        .init(first: sms("a  b"), then: sms("a b"), text: "a  b"),
        .init(first: sms("Hello You"), then: sms("HELLO YOU"), text: "Hello You"),
    ]

    @Test(arguments: rewrites.indices, [true, false])
    func `is one`(index: Int, remembers: Bool) throws {
        let (one, other) = (Self.rewrites[index].first, Self.rewrites[index].then)
        for kind in [LineKind.rental, .activation] {
            var line = try LookedAt(kind)
            line.remembers = remembers
            #expect(try line.look([one]).stored.count == 1)
            #expect(try line.look([other]).stored.isEmpty)
            #expect(try line.stored.map(\.text) == [Self.rewrites[index].text])
            // In whichever form it is reported afterwards.
            for again in [other, one, other] {
                #expect(try line.look([again]) == Receipt())
            }
            #expect(try line.stored.map(\.text) == [Self.rewrites[index].text])
        }
    }

    private static let others: [(ReceivedMessage, ReceivedMessage)] = [
        (sms("1234", code: "1234"), sms("123456", code: "123456")),
        (sms("1234", code: "1234"), sms("123456 is your code", code: "123456")),
        (sms("77", from: nil), sms("Your number is 7788.")),
        (sms("Hello", from: "A"), sms("Hello there", from: "B")),
        (sms("Your code is 1234"), sms("Your code is 1235")),
    ]

    @Test(arguments: others.indices)
    func `is another where it says something else`(index: Int) throws {
        let (one, other) = Self.others[index]
        var line = try LookedAt()
        try line.look([one])
        #expect(try line.look([other]).stored.count == 1)
    }

    @Test func `is two where a list shows both`() throws {
        let both = [
            sms("Hello", from: "A"), sms("Hello", from: "B"), sms("hello", from: "A"),
            sms("482913"),
            sms("482913 is your code"), sms("Hello …", from: "A"),
        ]
        var line = try LookedAt()
        #expect(try line.look(both).stored.count == both.count)
        #expect(try line.look(both.reversed()) == Receipt())
        line.remembers = false
        #expect(try line.look(both) == Receipt())
    }
}
