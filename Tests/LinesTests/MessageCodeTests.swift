import Codes
import Lines
import Testing

/// What becomes of the provider's code and of the text's.
@Suite("The code of a message") struct MessageCodeTests {
    private let start = Instant(unixSeconds: 1_770_000_000)

    private func line(_ kind: LineKind = .rental) -> Line {
        Line(
            id: 7, account: "pool", provider: .smspool, kind: kind, state: .active,
            purchasedAt: start)
    }

    private func decide(
        told: String?, _ text: String, _ found: FoundCode? = nil, on line: Line? = nil
    ) -> MessageCode? {
        MessageCode(told: told, text: text, found: found, at: start, on: line ?? self.line())
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var told: String?
        var text: String
        var found: String?
        var isLikely = false
        var code: String?
        var isGuess = false
        var isDisputed = false
        var reason: String

        var testDescription: String { "\(told ?? "-") in \(text)" }
    }

    private static let why = "6 digits"
    private static let cases = [
        // Without a text, the provider's stands.
        Case(told: "482913", text: "", code: "482913", reason: "reported by the provider"),
        Case(told: "482913", text: "482913", code: "482913", reason: "reported by the provider"),
        Case(
            told: "482913", text: " 482 913 ", found: "482913", isLikely: true, code: "482913",
            reason: "reported by the provider"),
        // Two that agree are sure.
        Case(
            told: "482913", text: "Your code is 482913", found: "482913", code: "482913",
            reason: "6 digits; the provider reports the same"),
        Case(
            told: "482-913", text: "Join with 482913", found: "482913", isLikely: true,
            code: "482913", reason: "6 digits; the provider reports the same"),
        Case(
            told: "G-482913", text: "G-482913 is yours", found: "482913", code: "482913",
            reason: "6 digits; the provider reports the same"),
        Case(
            told: "٤٨٢٩١٣", text: "رمزك ٤٨٢٩١٣", found: "482913", code: "482913",
            reason: "6 digits; the provider reports the same"),
        // Two that do not.
        Case(
            told: "1200", text: "Pay 1200 EUR with code 482913", found: "482913", code: "482913",
            isDisputed: true, reason: "6 digits"),
        Case(
            told: "1200", text: "Join 482913 from 1200 Wien", found: "482913", isLikely: true,
            code: "1200", reason: "reported by the provider; the text holds it"),
        Case(
            told: "1200", text: "Join with 482913", found: "482913", isLikely: true,
            code: "482913", isGuess: true, isDisputed: true, reason: "6 digits"),
        // Part of a longer number or word does not count.
        Case(
            told: "1200", text: "Join 482913, tel. 41200", found: "482913", isLikely: true,
            code: "482913", isGuess: true, isDisputed: true, reason: "6 digits"),
        Case(
            told: "FOX", text: "The FOXES are out", code: "FOX", isGuess: true,
            reason: "reported by the provider; the text does not hold it"),
        // Nothing found.
        Case(
            told: "fox", text: "Say FOX at the door", code: "fox",
            reason: "reported by the provider; the text holds it"),
        Case(
            told: "12 34", text: "Say 12-34 at the door", code: "12 34",
            reason: "reported by the provider; the text holds it"),
        Case(
            told: "482913", text: "Welcome to the club", code: "482913", isGuess: true,
            reason: "reported by the provider; the text does not hold it"),
        Case(
            told: "482913", text: "Welcome to the…", code: "482913",
            reason: "reported by the provider; the text is cut"),
        Case(
            told: "482913", text: "Welcome, your code is 482...", found: "482", code: "482913",
            reason: "reported by the provider; the text is cut"),
        Case(
            told: "482913", text: "Call 7001 or 7002 ...", found: "7001", isLikely: true,
            code: "482913", reason: "reported by the provider; the text is cut"),
        // Nothing reported.
        Case(told: nil, text: "Your code is 482913", found: "482913", code: "482913", reason: why),
        Case(
            told: " ", text: "Join with 482913", found: "482913", isLikely: true,
            code: "482913", isGuess: true, reason: why),
    ]

    @Test(arguments: cases)
    func `is the provider's or the text's`(_ example: Case) throws {
        let found = example.found.map {
            FoundCode(
                code: $0, confidence: example.isLikely ? .likely : .certain, reason: Self.why)
        }
        let code = try #require(decide(told: example.told, example.text, found))
        #expect(code.code == example.code)
        #expect(code.isGuess == example.isGuess)
        #expect(code.reason == example.reason)
        #expect((code.disputed != nil) == example.isDisputed)
        #expect(code.shown == (example.isGuess ? "\(code.code)?" : code.code))
    }

    @Test func `is none where nobody says one`() {
        #expect(decide(told: nil, "Welcome") == nil)
        #expect(decide(told: " ", "Welcome") == nil)
        #expect(decide(told: nil, "") == nil)
    }

    @Test func `is good as long as the text says, or as its line lasts`() {
        var found = FoundCode(
            code: "482913", confidence: .certain, reason: "", validFor: .seconds(300))
        let text = "Your code is 482913, valid for 5 minutes"
        var activation = line(.activation)
        activation.expiresAt = start + .seconds(900)
        #expect(decide(told: nil, text, found, on: activation)?.validUntil == start + .seconds(300))
        found.validFor = nil
        #expect(decide(told: nil, text, found, on: activation)?.validUntil == start + .seconds(900))
        activation.expiresAt = start - .seconds(1)
        #expect(decide(told: nil, text, found, on: activation)?.validUntil == nil)
        var rental = line()
        rental.expiresAt = start + .seconds(900)
        #expect(decide(told: nil, text, found, on: rental)?.validUntil == nil)
    }

    @Test func `is for the domain it is bound to, or the service of its line`() {
        let found = FoundCode(
            code: "482913", confidence: .certain, reason: "", domain: "larkspur.example")
        var line = line()
        #expect(decide(told: "482913", "482913", on: line)?.purpose == nil)
        line.service = "Larkspur"
        #expect(decide(told: "482913", "482913", on: line)?.purpose == "Larkspur")
        #expect(
            decide(told: nil, "@larkspur.example #482913", found)?.purpose == "larkspur.example")
        #expect(
            decide(told: "1200", "1200 @larkspur.example #482913…", found, on: line)?.purpose
                == "larkspur.example")
    }

    // MARK: A fuller version

    private func message(_ text: String, told: String?, on line: Line) -> Message {
        var message = Message(
            id: 1, line: line.id, account: line.account, text: text, storedAt: start,
            state: .handled)
        message.oneTimeCode = message.decidedCode(told: told, on: line)
        return message
    }

    @Test func `is decided again with a fuller text, and what the provider said is kept`() {
        let line = line()
        var message = message("1200", told: "1200", on: line)
        #expect(message.code == "1200")
        let fuller = ReceivedMessage(text: "Pay 1200 EUR. Your code is 482913")
        let isNew = message.complete(by: fuller, on: line)
        #expect(isNew)
        #expect(message.code == "482913")
        #expect(message.oneTimeCode?.told == "1200" && message.oneTimeCode?.disputed == "1200")
        #expect(message.revision == 1 && message.completions == 1)
        let isNewAgain = message.complete(by: fuller, on: line)
        #expect(!isNewAgain)
    }

    @Test func `is not shown again to scripts when it only becomes surer`() {
        let line = line()
        var message = message("Your code is 482913", told: nil, on: line)
        message.oneTimeCode?.confidence = .likely
        let told = ReceivedMessage(text: "Your code is 482913", code: "482913")
        let isNew = message.complete(by: told, on: line)
        #expect(!isNew)
        #expect(message.oneTimeCode?.isGuess == false && message.oneTimeCode?.told == "482913")
        #expect(message.revision == 0 && message.completions == 0)
    }

    @Test func `is good from the time of receipt once that is known`() {
        var line = line(.activation)
        line.expiresAt = start + .seconds(900)
        var message = message("Your code is 482913", told: nil, on: line)
        message.oneTimeCode?.validUntil = start
        let dated = ReceivedMessage(
            text: "Your code is 482913", receivedAt: start - .seconds(60))
        let isNew = message.complete(by: dated, on: line)
        #expect(!isNew)
        #expect(message.oneTimeCode?.validUntil == start + .seconds(900))
    }
}
