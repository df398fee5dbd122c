import Codes
import Lines
import Storage
import Testing

/// What is stored of a message's code beside the code.
@Suite("Codes as they are stored") struct CodeTests {
    private let disputed = ReceivedMessage(
        text: "Pay 1200 EUR. Your code is 482913", code: "1200")

    @Test func `are the text's, with what the provider reported beside them`() throws {
        var looked = try LookedAt(.activation)
        looked.line.service = "Larkspur"
        looked.line.expiresAt = looked.now + .minutes(20)
        try looked.look([disputed])
        let code = try #require(try looked.stored.first?.oneTimeCode)
        #expect(code.code == "482913" && code.told == "1200" && code.disputed == "1200")
        #expect(code.confidence == .certain && code.reason != nil)
        #expect(code.purpose == "Larkspur" && code.validUntil == looked.line.expiresAt)
    }

    @Test(arguments: [LineKind.activation, .rental])
    func `find a message again by what the provider reported, and by what the text says`(
        kind: LineKind
    ) throws {
        for bare in ["1200", "482913"] {
            for isFirst in [true, false] {
                var looked = try LookedAt(kind)
                looked.remembers = false
                let short = ReceivedMessage(text: bare, code: bare)
                try looked.look([isFirst ? short : disputed])
                try looked.look([isFirst ? disputed : short])
                #expect(try looked.stored.count == 1, "\(bare) \(isFirst)")
                #expect(try looked.stored.first?.code == "482913", "\(bare) \(isFirst)")
            }
        }
    }

    @Test func `find a pushed message again by either`() throws {
        for bare in ["1200", "482913"] {
            var looked = try LookedAt(.activation)
            let (line, now) = (looked.line, looked.now)
            let short = ReceivedMessage(text: bare, code: bare)
            let pushed = try looked.store.write {
                [
                    try $0.record(pushed: disputed, on: line, at: now),
                    try $0.record(pushed: short, on: line, at: now + .seconds(1)),
                ]
            }
            #expect(pushed.map { $0 == nil } == [false, true], "\(bare)")
            try looked.look([short])
            #expect(try looked.stored.map(\.code) == ["482913"])
        }
    }

    @Test func `become surer without scripts seeing the message again`() throws {
        var looked = try LookedAt()
        looked.remembers = false
        let time = looked.now
        let text = "Welcome to the club"
        try looked.look([ReceivedMessage(text: text, code: "482913", receivedAt: time)])
        #expect(try looked.stored.first?.oneTimeCode?.isGuess == true)
        try looked.handleAll()
        try looked.look([ReceivedMessage(text: text + " ...", receivedAt: time)])
        let message = try #require(try looked.stored.first)
        #expect(try looked.stored.count == 1 && message.code == "482913")
        #expect(message.completions == 0 && message.revision == 0)
    }

    // MARK: Decided again

    /// A line with messages of an earlier version: codes without a reason.
    private func old(_ kind: LineKind, _ messages: [(text: String, code: String?)]) throws
        -> LookedAt
    {
        var looked = try LookedAt(kind)
        try looked.look(
            messages.enumerated().map {
                ReceivedMessage(text: $1.text, receivedAt: looked.now + .seconds($0))
            })
        try looked.handleAll()
        for (message, old) in zip(try looked.stored, messages) {
            var legacy = CodeChange(message, now: nil)
            legacy.now = old.code.map { MessageCode(code: $0, confidence: .certain) }
            let change = legacy
            try looked.store.write { try $0.write(change) }
        }
        return looked
    }

    private func changes(_ looked: LookedAt) throws -> [CodeChange] {
        try looked.store.messages(after: 0, limit: 100).compactMap {
            $0.codeChange(on: looked.line)
        }
    }

    @Test func `are decided again by today's finder`() throws {
        let looked = try old(
            .rental,
            [
                ("Your code is 482913", "482913"), ("Your code is 111222", "999"),
                ("No code here", nil), ("Welcome", "777888"), ("4455,00 EUR were paid", "4455"),
            ])
        let changes = try changes(looked)
        #expect(changes.map(\.message.id) == [1, 2, 4, 5])
        #expect(changes.map(\.isVisible) == [false, true, true, true])
        #expect(changes.map { $0.now?.shown } == ["482913", "111222", "777888?", nil])
        #expect(changes[1].now?.told == "999", "what the text does not hold, the provider said")
        for change in changes { try looked.store.write { try $0.write(change) } }
        #expect(try self.changes(looked).isEmpty)
        let after = try looked.stored
        #expect(after.map(\.code) == ["482913", "111222", nil, "777888", nil])
        #expect(
            after.allSatisfy { $0.state == .handled && $0.completions == 0 && $0.revision == 0 })
        #expect(try looked.store.unhandledMessages(limit: 9).isEmpty)
    }

    @Test func `of an activation were the provider's`() throws {
        let looked = try old(.activation, [("Call 4455 to confirm", "4455")])
        let change = try #require(try changes(looked).first)
        #expect(!change.isVisible && change.now?.told == "4455")
    }

    @Test func `are left alone where the message changed since, or scripts have not seen it`()
        throws
    {
        var looked = try old(.rental, [("Your code is 482913", "999")])
        let change = try #require(try changes(looked).first)
        var other = change
        other.message.text = "Your code was 482913"
        let stale = other
        try looked.store.write { try $0.write(stale) }
        #expect(try looked.stored.first?.code == "999")
        try looked.look([ReceivedMessage(text: "Your code is 333444", receivedAt: looked.now)])
        #expect(try changes(looked).count == 1, "it is not handled yet")
    }

    @Test func `are read in parts`() throws {
        var looked = try LookedAt()
        let now = looked.now
        try looked.look(
            (0..<5).map { ReceivedMessage(text: "\($0)", receivedAt: now + .seconds($0)) })
        let first = try looked.store.messages(after: 0, limit: 3)
        #expect(first.map(\.id) == [1, 2, 3])
        #expect(try looked.store.messages(after: 3, limit: 3).map(\.id) == [4, 5])
    }
}
