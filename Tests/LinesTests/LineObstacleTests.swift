import Lines
import Testing

/// Kind × state × action: the possible actions on a line, and the refusals of the others.
@Suite("What stands in the way")
struct LineObstacleTests {
    private func line(_ kind: LineKind, _ state: LineState, messages: Int = 0) -> Line {
        var line = Line(
            id: 2, account: "pool", provider: .smspool, kind: kind, state: state,
            purchasedAt: Instant(milliseconds: 0))
        line.number = "+447700900123"
        line.messageCount = messages
        return line
    }

    private static let actions: [Action.Kind] = [
        .extend, .refund, .wake, .cancel, .resend, .swap, .finish,
    ]

    /// The possible actions; everything else is refused.
    private static func possible(_ kind: LineKind, _ messages: Int) -> [LineState: [Action.Kind]] {
        guard kind != .inbound else { return [:] }
        return kind == .rental
            ? [.active: [.extend, .refund, .wake], .expired: [.extend]]
            : [
                .waiting: [.cancel, .resend, .swap] + (messages > 0 ? [.finish] : []),
                .received: [.cancel, .resend, .swap, .finish], .finished: [.resend],
                .expired: messages > 0 ? [.resend] : [],
            ]
    }

    @Test(arguments: LineKind.allCases, [0, 1])
    func `only what the table allows is possible`(kind: LineKind, messages: Int) {
        let possible = Self.possible(kind, messages)
        for state in LineState.allCases {
            for action in Self.actions {
                let obstacle = LineObstacle.to(action, on: line(kind, state, messages: messages))
                let isPossible = possible[state]?.contains(action) ?? false
                #expect((obstacle == nil) == isPossible, "\(action) of a \(kind) that is \(state)")
            }
        }
    }

    @Test(arguments: [
        (
            LineKind.activation, LineState.refunded, Action.Kind.swap,
            "Line 2 (+447700900123) has been refunded and can no longer be swapped."
        ),
        (
            .activation, .refunded, .resend,
            "Line 2 (+447700900123) has been refunded and can no longer be asked for another code. "
                + "`again 2` orders its number again, if available."
        ),
        (
            .rental, .refunded, .wake,
            "Line 2 (+447700900123) has been refunded and can no longer be woken."
        ),
        (
            .rental, .expired, .refund,
            "Line 2 (+447700900123) has expired and can no longer be refunded."
        ),
        (
            .rental, .lost, .extend,
            "Line 2 (+447700900123) is no longer listed by its provider and can no longer be extended."
        ),
        (
            .activation, .ordering, .cancel,
            "Line 2 (+447700900123) is still being ordered. See `actions 2`."
        ),
        (
            .activation, .waiting, .finish,
            "Line 2 (+447700900123) has no code yet. `cancel 2` returns it."
        ),
        (.activation, .waiting, .extend, "Only rentals can be extended."),
        (
            .rental, .active, .cancel,
            "Only activations can be cancelled. `refund` returns a rental."
        ),
    ])
    func `the sentence says what happened and what can be done`(
        kind: LineKind, state: LineState, action: Action.Kind, sentence: String
    ) {
        #expect(LineObstacle.to(action, on: line(kind, state))?.description == sentence)
    }

    @Test func `a doubt stands in the way of everything but keeping awake`() {
        var doubtful = line(.rental, .active)
        doubtful.inDoubt = true
        #expect(LineObstacle.to(.wake, on: doubtful) == nil)
        for action in [Action.Kind.extend, .refund] {
            #expect(LineObstacle.to(action, on: doubtful)?.description.contains("doubt") == true)
        }
    }

    @Test func `a code is waited for until a while after the end`() {
        let end = Instant(milliseconds: 1_000_000_000)
        var ended = line(.activation, .expired)
        ended.endedAt = end
        #expect(LineObstacle.toReceive(on: ended, at: end + .minutes(14)) == nil)
        #expect(LineObstacle.toReceive(on: ended, at: end + .minutes(16)) != nil)
        #expect(LineObstacle.toReceive(on: line(.activation, .waiting), at: end) == nil)
        for state in [LineState.refunded, .cancelled] {
            var givenBack = line(.activation, state)
            givenBack.endedAt = end
            #expect(LineObstacle.toReceive(on: givenBack, at: end) != nil)
        }
    }

    @Test(arguments: [(0, "0 days"), (1, "1 day"), (2, "2 days")])
    func `numbers agree with what they count`(count: Int, words: String) {
        #expect(counted(count, "day") == words)
        #expect(counted(1, "entry", "entries") == "1 entry")
        #expect(counted(3, "entry", "entries") == "3 entries")
    }
}
