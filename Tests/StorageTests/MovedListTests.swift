import Lines
import Storage
import Testing

private let noon = Instant(milliseconds: 1_769_947_200_000)

private func sms(_ text: String, _ offset: Duration) -> ReceivedMessage {
    ReceivedMessage(text: text, sender: "BANK", receivedAt: noon + offset)
}

private func shifted(_ list: [ReceivedMessage], by step: Duration) -> [ReceivedMessage] {
    list.map { item in
        var item = item
        item.receivedAt = item.receivedAt.map { $0 + step }
        return item
    }
}

/// A part of a list that shifts past the rest looks as if the oldest had dropped out and new ones
/// had come; only messages that can have arrived by then are new.
@Suite("A list that moves past itself") struct MovedListTests {
    @Test(arguments: [true, false], [Duration.minutes(-30), .minutes(-70), .hours(-9)])
    func `is the same messages, though the older part is the newer now`(
        remembers: Bool, start: Duration
    ) throws {
        var line = try LookedAt()
        line.remembers = remembers
        let list = (0..<20).map { sms("text \($0)", start + .minutes($0)) }
        try line.hearLive()
        try line.look(list)
        let receipt = try line.look(Array(list[10...]) + shifted(Array(list[..<10]), by: .hours(1)))
        #expect(receipt == Receipt())
        #expect(try line.stored.count == 21)
    }

    @Test(arguments: [true, false])
    func `is the same messages when one second passes another`(remembers: Bool) throws {
        var line = try LookedAt()
        line.remembers = remembers
        try line.hearLive()
        try line.look([sms("p", .minutes(-60)), sms("q", .minutes(-60) + .seconds(1))])
        try line.look(
            [sms("p", .minutes(-60) + .seconds(2)), sms("q", .minutes(-60) + .seconds(1))])
        #expect(try line.stored.count == 3)
    }

    @Test(arguments: [true, false])
    func `is the same messages when the same words come as often as it moved`(
        remembers: Bool
    ) throws {
        var line = try LookedAt()
        line.remembers = remembers
        let list =
            (0..<3).map { sms("hourly report", .hours($0 - 9)) } + [sms("other", .minutes(-390))]
        try line.hearLive()
        try line.look(list)
        #expect(try line.look(shifted(list, by: .hours(1))) == Receipt())
        #expect(try line.stored.count == 5)
        var other = try LookedAt()
        other.remembers = remembers
        let ticks = (0..<4).map { sms("tick", .seconds($0 - 3600)) }
        try other.hearLive()
        try other.look(ticks)
        #expect(try other.look(shifted(ticks, by: .seconds(1))) == Receipt())
        #expect(try other.stored.count == 5)
    }

    /// The zone is corrected before the next message comes, or while it does. The corrected time is
    /// so recent that the message might have been held back.
    @Test(arguments: [true, false], [Duration.hours(-1), .hours(1), .hours(5)])
    func `is the same messages when their times are corrected at once`(
        remembers: Bool, off: Duration
    ) throws {
        for (count, more) in [(1, 1), (2, 1), (2, 3)] {
            var line = try LookedAt()
            line.remembers = remembers
            let list = (0..<count).map { sms("text \($0)", .seconds(1 + 16 * $0)) }
            try line.look(shifted(list, by: off), after: .seconds(60))
            try line.look(shifted(list, by: off), after: .seconds(40))
            let new = (0..<more).map { sms("more \($0)", .seconds(150 + $0)) }
            let receipt = try line.look(list + new, after: .seconds(400))
            #expect(receipt.stored.count == more)
            #expect(try line.stored.count == count + more)
        }
        // The same words that came since are new.
        var line = try LookedAt()
        line.remembers = remembers
        try line.look([sms("ping", off)], after: .seconds(60))
        let both = [sms("ping", .zero), sms("ping", .seconds(90))]
        #expect(try line.look(both, after: .seconds(60)).stored.count == 1)
    }

    /// The zone is corrected, and the newest of the equal texts seems to have just arrived.
    @Test func `has moved whole where most of it has, even to now`() throws {
        var line = try LookedAt()
        line.remembers = false
        let list =
            (0..<40).map { sms("text \($0)", .minutes(-3000 + $0 * 47)) }
            + (0..<3).map { sms("alert", .hours($0 - 3)) }
        try line.look(list)
        #expect(try line.look(shifted(list, by: .hours(1))) == Receipt())
        #expect(try line.stored.count == 43)
        // A message that does arrive is new.
        let more = shifted(list, by: .hours(1)) + [sms("alert", .seconds(15))]
        #expect(try line.look(more).stored.count == 1)
    }

    @Test(arguments: [Duration.zero, .minutes(-7), .minutes(-25), .hours(-5), .hours(-20)])
    func `is not what a list of the latest does that tells its messages late`(
        off: Duration
    ) throws {
        for size in [2, 5, 20] {
            var line = try LookedAt()
            var sent: [ReceivedMessage] = []
            for _ in 0..<30 {
                let before = line.now - noon
                sent.append(sms("ping", before + .seconds(30) + off))
                try line.look(sent.suffix(size), after: .seconds(40))
            }
            #expect(try line.stored.count == 30, "\(size)")
        }
    }

    @Test(arguments: [true, false])
    func `is not what the only message shown does when its words come again`(
        remembers: Bool
    ) throws {
        for late in [2, 4, 7, 13] {
            var line = try LookedAt()
            line.remembers = remembers
            try line.look([sms("Your table is ready", .minutes(-20))])
            let now = line.now - noon
            let again = sms("Your table is ready", now - .minutes(late) + .seconds(7))
            #expect(try line.look([again]).stored.count == 1, "\(late)")
        }
    }

    /// Found hours late, once: later messages are judged by their own stamps.
    @Test func `is not what comes after one that was found late`() throws {
        var line = try LookedAt()
        try line.look([sms("ping", .hours(-5))])
        for index in 1...3 {
            let at = line.now - noon + .seconds(5)
            #expect(try line.look([sms("ping", at)]).stored.count == 1, "\(index)")
        }
    }

    // MARK: After a start

    /// A list of messages that are older than others it no longer shows.
    @Test(arguments: [Duration.hours(-3), .hours(1), .days(1)])
    func `is known by its own times, whatever newer is not in it`(step: Duration) throws {
        var line = try LookedAt()
        line.remembers = false
        let newer = (0..<24).map { sms("newer \($0)", .hours(-30) + .minutes($0)) }
        let list = (0..<100).map { sms("old \($0)", .days(-9) + .minutes($0)) }
        try line.look(newer)
        try line.look(list)
        #expect(try line.look(shifted(list, by: step)) == Receipt())
        #expect(try line.stored.count == 124)
        #expect(try line.look(shifted(list, by: step) + newer) == Receipt())
    }
}

extension LookedAt {
    /// A message stored the moment it arrived: the stamps are right.
    fileprivate mutating func hearLive() throws {
        try look([ReceivedMessage(text: "live", receivedAt: now + .seconds(8))])
    }
}
