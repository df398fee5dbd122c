import Lines
import Storage
import Testing

/// A message that was pushed and is then seen by a look is one message, whichever comes first.
@Suite("Pushed messages") struct PushedMessageTests {
    private let noon = Instant(milliseconds: 1_769_947_200_000)

    private func line(_ store: Store) throws -> Line {
        var line = Line(
            id: 0, account: "pool", provider: .virtualsms, kind: .activation, state: .waiting,
            purchasedAt: noon)
        try store.write { try $0.insert(&line) }
        return line
    }

    private func push(_ text: String, code: String? = nil, on line: Line, _ store: Store) throws
        -> Message?
    {
        try store.write {
            try $0.record(
                pushed: ReceivedMessage(text: text, code: code), on: line, at: noon + .seconds(10))
        }
    }

    private func look(_ messages: [ReceivedMessage], on line: Line, _ store: Store) throws
        -> [Message]
    {
        try store.write { try $0.record(messages, on: line, at: noon + .seconds(12)) }
    }

    @Test func `a look completes what was pushed`() throws {
        let store = try Store()
        let line = try line(store)
        #expect(try push("Your code is 482913", on: line, store)?.code == "482913")
        let full = ReceivedMessage(
            text: "Your code is 482913", sender: "Bank", receivedAt: noon + .seconds(9))
        #expect(try look([full], on: line, store).isEmpty)
        #expect(try look([full], on: line, store).isEmpty)
        let kept = try store.messages(store.filter())
        #expect(kept.map(\.sender) == ["Bank"])
        #expect(kept.map(\.receivedAt) == [noon + .seconds(9)])
    }

    @Test func `a bare code that was pushed is the text that carries it`() throws {
        let store = try Store()
        let line = try line(store)
        #expect(try push("482913", code: "482913", on: line, store) != nil)
        let full = ReceivedMessage(
            text: "Your code is 482913", code: "482913", receivedAt: noon + .seconds(9))
        #expect(try look([full], on: line, store).isEmpty)
        #expect(try store.messages(store.filter()).map(\.text) == ["Your code is 482913"])
    }

    @Test func `what a look has brought is not pushed again, nor what was pushed twice`() throws {
        let store = try Store()
        let line = try line(store)
        let full = ReceivedMessage(
            text: "Your code is 482913", sender: "Bank", receivedAt: noon + .seconds(9))
        #expect(try look([full], on: line, store).count == 1)
        #expect(try push("Your code is 482913", on: line, store) == nil)
        #expect(try push("Your code is 111222", on: line, store) != nil)
        #expect(try push("Your code is 111222", on: line, store) == nil)
        #expect(try store.messages(store.filter()).count == 2)
    }

    /// One call reports the time and another does not; the message is the same.
    @Test(arguments: [true, false])
    func `what is told with its time and without is one message`(isDatedFirst: Bool) throws {
        let store = try Store()
        let line = try line(store)
        let dated = ReceivedMessage(
            text: "Your code is 482913", code: "482913", receivedAt: noon + .seconds(9))
        let undated = ReceivedMessage(text: "Your code is 482913", code: "482913")
        let bare = ReceivedMessage(text: "482913", code: "482913")
        let order = isDatedFirst ? [dated, undated, bare, dated] : [bare, undated, dated, bare]
        #expect(try order.map { try look([$0], on: line, store).count } == [1, 0, 0, 0])
        let kept = try store.messages(store.filter())
        #expect(kept.map(\.text) == ["Your code is 482913"])
        #expect(kept.map(\.receivedAt) == [noon + .seconds(9)])
        // The same code, requested again, is another message.
        var later = line
        later.episode = 1
        try store.write {
            _ = try $0.append(
                EventRecord(at: noon + .seconds(20), kind: "resent", line: line.id, text: "x"))
        }
        let again = try store.write {
            try $0.record([bare], on: later, at: noon + .seconds(30))
        }
        #expect(again.count == 1)
    }

    @Test func `two that are alike are told apart by the look`() throws {
        let store = try Store()
        let line = try line(store)
        #expect(try push("Hello", on: line, store) != nil)
        #expect(try push("Hello", on: line, store) == nil)
        let twice = [9, 10].map {
            ReceivedMessage(text: "Hello", sender: "Bank", receivedAt: noon + .seconds($0))
        }
        #expect(try look(twice, on: line, store).count == 1)
        #expect(try store.messages(store.filter()).count == 2)
    }

    @Test func `one of a rental that is sent again months later is known by its time`() throws {
        let store = try Store()
        var rental = Line(
            id: 0, account: "pool", provider: .virtualsms, kind: .rental, state: .active,
            purchasedAt: noon)
        try store.write { try $0.insert(&rental) }
        func push(_ seconds: Int, later: Duration) throws -> Bool {
            let item = ReceivedMessage(text: "Hello", receivedAt: noon + .seconds(seconds))
            return try store.write { [rental] in
                try $0.record(pushed: item, on: rental, at: noon + later) != nil
            }
        }
        #expect(try push(1, later: .seconds(10)))
        #expect(try !push(1, later: .days(90)))
        #expect(try push(2, later: .days(90)))
    }
}
