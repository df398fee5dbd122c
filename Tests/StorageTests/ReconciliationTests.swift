import Lines
import Storage
import Testing

/// A list in another form contains the same messages; two messages with the same words are two.
@Suite("A list that is told otherwise")
struct ReconciliationTests {
    private static let noon = ListedTexts.noon
    private var noon: Instant { Self.noon }

    private func sms(_ text: String, _ offset: Duration, from sender: String? = "BANK")
        -> ReceivedMessage
    {
        ListedTexts.sms(text, offset, from: sender)
    }

    private func shifted(_ list: [ReceivedMessage], by step: Duration) -> [ReceivedMessage] {
        ListedTexts.shifted(list, by: step)
    }

    /// Twenty messages of the last days, the latest a minute old.
    private func history() -> [ReceivedMessage] {
        (0..<20).map { sms("Your code is \(4000 + $0)", .minutes(-1 - (19 - $0) * 173)) }
    }

    private static let steps: [Duration] = [
        .hours(1), .hours(-1), .seconds(1), .seconds(-1), .milliseconds(300), .hours(9),
        .minutes(330), .hours(-12), .minutes(5), .days(1),
    ]

    @Test(arguments: steps, [true, false])
    func `shifted as a whole is the same messages`(step: Duration, remembers: Bool) throws {
        var line = try LookedAt()
        line.remembers = remembers
        #expect(try line.look(history()).stored.count == 20)
        let receipt = try line.look(shifted(history(), by: step))
        #expect(receipt == Receipt())
        #expect(try line.stored.map(\.receivedAt) == shifted(history(), by: step).map(\.receivedAt))
        #expect(try line.look(shifted(history(), by: step)).stored.isEmpty)
    }

    @Test(arguments: steps, [true, false])
    func `shifted in part is the same messages`(step: Duration, remembers: Bool) throws {
        for changed in [0..<3, 5..<12, 14..<20, 0..<20] {
            var line = try LookedAt()
            line.remembers = remembers
            try line.look(history())
            let list = history().enumerated().map { index, item in
                changed.contains(index) ? shifted([item], by: step)[0] : item
            }
            #expect(try line.look(list).stored.isEmpty, "\(changed)")
            #expect(try line.stored.count == 20)
        }
    }

    @Test(arguments: steps, [true, false])
    func `a single one that is shifted is one`(step: Duration, remembers: Bool) throws {
        for age in [Duration.minutes(-30), .hours(-5), .days(-3)] {
            var line = try LookedAt()
            line.remembers = remembers
            try line.look([sms("Your code is 1234", age)])
            try line.look([sms("Your code is 1234", age)])
            let receipt = try line.look(shifted([sms("Your code is 1234", age)], by: step))
            #expect(receipt.stored.isEmpty, "\(age)")
        }
    }

    @Test(arguments: [true, false])
    func `the same words every minute, shifted, are as many`(remembers: Bool) throws {
        var line = try LookedAt()
        line.remembers = remembers
        let pings = (0..<20).map { sms("ping", .minutes($0 - 20)) }
        try line.look(pings)
        #expect(try line.look(shifted(pings, by: .hours(1))).stored.isEmpty)
        #expect(
            try line.look(shifted(pings, by: .hours(1)) + [sms("ping", .hours(1))]).stored.count
                == 1)
        #expect(try line.stored.count == 21)
    }

    @Test(arguments: [true, false])
    func `two of the same words at different times stay two`(remembers: Bool) throws {
        var line = try LookedAt()
        line.remembers = remembers
        #expect(try line.look([sms("x", .zero), sms("x", .hours(1))]).stored.count == 2)
        #expect(try line.look([sms("x", .zero), sms("x", .hours(1))]).stored.isEmpty)
        // A new message, in a complete list and in one of only the latest.
        let third = [sms("x", .zero), sms("x", .hours(1)), sms("x", .hours(2))]
        #expect(try line.look(third, after: .hours(2)).stored.count == 1)
        #expect(try line.look([sms("x", .hours(3))], after: .hours(1)).stored.count == 1)
        #expect(try line.stored.count == 4)
    }

    @Test(arguments: [1, 2, 5, 20], [Duration.zero, .hours(3), .hours(-3)])
    func `a list of the latest alone loses none of the same words`(
        size: Int, off: Duration
    ) throws {
        var line = try LookedAt()
        var sent: [ReceivedMessage] = []
        for index in 0..<60 {
            let before = line.now - noon
            sent.append(sms(index % 7 == 6 ? "other" : "ping", before + .seconds(30) + off))
            try line.look(sent.suffix(size), after: .seconds(40))
        }
        #expect(try line.stored.count == 60)
    }

    @Test(arguments: [true, false])
    func `what came during a gap is new, whatever its words`(remembers: Bool) throws {
        var line = try LookedAt()
        line.remembers = remembers
        let first = (0..<10).map { sms("ping", .minutes($0 - 10)) }
        try line.look(first)
        let later = (0..<10).map { sms("ping", .minutes($0 + 21)) }
        #expect(try line.look(later, after: .minutes(31)).stored.count == 10)
    }

    // MARK: Told better

    private static let growths: [(ReceivedMessage, ReceivedMessage)] = {
        func sms(_ text: String, from sender: String? = "BANK", dated: Bool = true)
            -> ReceivedMessage
        {
            ReceivedMessage(text: text, sender: sender, receivedAt: dated ? noon : nil)
        }
        return [
            (sms(""), sms("Your code is 482913")),
            (sms("Your co"), sms("Your code is 482913")),
            (sms("Your code is 482913", from: nil), sms("Your code is 482913")),
            (sms("Your code is 482913"), sms("Your code is 482913 ")),
            (sms("Your code is 482913 \n"), sms("Your code is 482913")),
            (sms("", from: nil), sms("Your code is 482913")),
            (sms("Your code", dated: false), sms("Your code is 482913")),
            (sms("Your code", dated: false), sms("Your code is 482913", dated: false)),
            (sms("", dated: false), sms("Your code is 482913", dated: false)),
        ]
    }()

    @Test(arguments: growths.indices, [LineKind.rental, .activation])
    func `a text that grows is one message`(index: Int, kind: LineKind) throws {
        for remembers in [true, false] {
            let (early, late) = Self.growths[index]
            var line = try LookedAt(kind)
            line.remembers = remembers
            #expect(try line.look([early]).stored.count == 1)
            try line.handleAll()
            let receipt = try line.look([late])
            #expect(receipt.stored.isEmpty)
            let kept = try #require(try line.stored.first)
            #expect(try line.stored.count == 1)
            #expect(kept.text.hasPrefix("Your code is 482913"))
            #expect(kept.sender == "BANK")
            #expect(kept.code == "482913")
            let isSeen = early.text.hasPrefix("Your code is") && early.sender != nil
            #expect(receipt.completed.count == (isSeen ? 0 : 1))
            #expect(kept.completions == (isSeen ? 0 : 1))
            #expect(kept.state == (isSeen ? .handled : .stored))
            #expect(kept.revision == (early.text.hasSuffix("3") || isSeen ? 0 : 1))
            // Less complete in one call, and complete again in another.
            let isDatedNow = early.receivedAt != late.receivedAt
            for again in isDatedNow ? [late, late] : [early, late, early, late] {
                #expect(try line.look([again]) == Receipt())
            }
            #expect(try line.stored == [kept])
        }
    }

    @Test func `one that grows and is shifted with the rest is one`() throws {
        var line = try LookedAt()
        try line.look(history() + [sms("You", .seconds(-30))])
        let list = shifted(history() + [sms("Your bill", .seconds(-30))], by: .hours(2))
        let receipt = try line.look(list)
        #expect(receipt.stored.isEmpty)
        #expect(receipt.completed.isEmpty, "scripts have not seen it yet")
        #expect(try line.stored.last?.text == "Your bill")
    }

    @Test func `both parts in one list are two`() throws {
        var line = try LookedAt()
        let both = [sms("Your code", .zero), sms("Your code is 1234", .zero)]
        #expect(try line.look(both).stored.count == 2)
        #expect(try line.look(both.reversed()) == Receipt())
        try line.look([both[0]])
        #expect(try line.look(both) == Receipt())
    }

    @Test func `a longer code is another code`() throws {
        var line = try LookedAt(.activation)
        try line.look([ReceivedMessage(text: "1234", code: "1234")])
        #expect(
            try line.look([ReceivedMessage(text: "123456", code: "123456")]).stored.count == 1)
    }

    @Test func `a rental whose times are told no more has the same messages`() throws {
        var line = try LookedAt()
        try line.look(history())
        let bare = history().map { ReceivedMessage(text: $0.text, sender: $0.sender) }
        #expect(try line.look(bare) == Receipt())
        #expect(try line.look(history()) == Receipt())
        #expect(try line.stored.count == 20)
    }

    @Test func `scripts see again only what they had seen otherwise`() throws {
        var line = try LookedAt()
        try line.look([sms("Your", .zero)])
        #expect(try line.look([sms("Your code is 1234", .zero)]) == Receipt())
        try line.handleAll()
        #expect(try line.look([sms("Your code is 1234 ok", .zero)]).completed.count == 1)
        let seen = try #require(try line.store.unhandledMessages(limit: 1).first)
        // Completed once more while they run.
        try line.look([sms("Your code is 1234 ok!", .zero)])
        try line.handleAllButLate(seen)
        #expect(try line.store.unhandledMessages(limit: 2).map(\.text) == ["Your code is 1234 ok!"])
    }
}

extension LookedAt {
    fileprivate func handleAllButLate(_ message: Message) throws {
        try store.write { try $0.settle(message, state: .handled, route: nil, tags: []) }
    }
}
