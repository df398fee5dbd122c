import Channels
import Lines
import Testing

@testable import Chats

/// Who is heard in a chat, and who is not.
@Suite struct ChatGateTests {
    private static let now = Instant(milliseconds: 1_769_947_200_000)

    private static func line(
        _ chat: String, _ sender: String, secondsAgo: Int64? = 0
    ) -> ChatEvent {
        ChatEvent(
            chat: chat, sender: sender, message: "1",
            at: secondsAgo.map { Instant(milliseconds: now.milliseconds - $0 * 1000) },
            kind: .line("lines"))
    }

    private static func decide(_ event: ChatEvent, _ senders: Set<String>) -> ChatGate.Decision {
        var gate = ChatGate(senders: senders)
        return gate.decide(event, now: now, uptime: .seconds(100))
    }

    @Test(arguments: [
        ("42", "42", ChatGate.Decision.heed),
        ("7", "7", .stranger),
        // In a group both must be listed.
        ("-100", "42", .heed),
        ("-200", "42", .stranger),
        ("-100", "7", .stranger),
        // Somebody who is known only as a group is nobody.
        ("-100", "-100", .heed),
        ("", "", .stranger),
    ])
    func `is decided by person and group`(
        chat: String, sender: String, decision: ChatGate.Decision
    ) {
        #expect(Self.decide(Self.line(chat, sender), ["42", "-100"]) == decision)
    }

    @Test(
        arguments: [
            (0, .heed), (60, .heed), (61, .tooOld), (86_400, .tooOld),
            (-60, .heed), (-61, .ahead), (nil, .heed),
        ] as [(Int64?, ChatGate.Decision)])
    func `is decided by age`(secondsAgo: Int64?, decision: ChatGate.Decision) {
        let line = Self.line("42", "42", secondsAgo: secondsAgo)
        #expect(Self.decide(line, ["42"]) == decision)
    }

    @Test func `a stranger's line is never told that it is old`() {
        #expect(Self.decide(Self.line("7", "7", secondsAgo: 900), ["42"]) == .stranger)
    }

    @Test func `many lines are refused once, and heeded again later`() {
        var gate = ChatGate(senders: ["42", "43"])
        func decide(_ who: String, at uptime: Int) -> ChatGate.Decision {
            gate.decide(Self.line(who, who), now: Self.now, uptime: .seconds(uptime))
        }
        for _ in 0..<ChatGate.mostPerMinute { #expect(decide("42", at: 10) == .heed) }
        #expect(decide("42", at: 11) == .tooMany)
        #expect(decide("42", at: 69) == .ignore)
        #expect(decide("43", at: 69) == .heed)
        #expect(decide("42", at: 70) == .heed)
        for _ in 1..<ChatGate.mostPerMinute { #expect(decide("42", at: 71) == .heed) }
        #expect(decide("42", at: 72) == .tooMany)
    }

    @Test func `a press is heeded however many lines there were`() {
        var gate = ChatGate(senders: ["42"])
        var press = Self.line("42", "42", secondsAgo: nil)
        press.kind = .choice(token: "t", id: "1")
        for _ in 0..<100 {
            _ = gate.decide(Self.line("42", "42"), now: Self.now, uptime: .zero)
        }
        #expect(gate.decide(press, now: Self.now, uptime: .zero) == .heed)
    }

    @Test func `strangers are told of once an hour`() {
        var strangers = Strangers(known: ["-8"])
        func notice(_ chat: String, at minutes: Int) -> String? {
            strangers.notice(
                Self.line(chat, "7"), channel: "phone", uptime: .minutes(minutes), every: .hours(1))
        }
        let first = notice("7", at: 1)
        #expect(first?.contains("add 7 to commands_from") == true)
        #expect(first?.contains("once") == true)
        for _ in 0..<50 { #expect(notice("7", at: 60) == nil) }
        let later = notice("-9", at: 61)
        #expect(later?.contains("52 times") == true)
        #expect(later?.contains("add 7 and -9 to commands_from") == true)
        // Where a group is known, the person is what is missing.
        #expect(notice("-8", at: 122)?.contains("add 7 to commands_from") == true)
    }
}
