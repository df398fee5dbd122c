import Lines
import Storage
import Testing

/// Messages of a list, around one moment.
enum ListedTexts {
    static let noon = Instant(milliseconds: 1_769_947_200_000)

    static func sms(_ text: String, _ offset: Duration, from sender: String? = "BANK")
        -> ReceivedMessage
    {
        ReceivedMessage(text: text, sender: sender, receivedAt: noon + offset)
    }

    /// The same list, told under other times.
    static func shifted(_ list: [ReceivedMessage], by step: Duration) -> [ReceivedMessage] {
        list.map { item in
            var item = item
            item.receivedAt = item.receivedAt.map { $0 + step }
            return item
        }
    }
}

/// Random lists under random seeds, against a model that knows the identity of each message.
@Suite("Lists of all kinds")
struct RandomListsTests {
    /// Two of them corrected a zone while the list grew.
    private static let seeds = [UInt64](0..<60) + [221, 288]

    private var noon: Instant { ListedTexts.noon }

    private func sms(_ text: String, _ offset: Duration) -> ReceivedMessage {
        ListedTexts.sms(text, offset)
    }

    @Test(arguments: seeds)
    func `nothing is lost and nothing doubled, whatever a list does`(seed: UInt64) throws {
        var chance = Chance(seed)
        var line = try LookedAt()
        var sent: [ReceivedMessage] = []
        var offset = Duration.zero
        for round in 0..<40 {
            line.remembers = chance.of(4) > 0
            let pause = Duration.seconds(20 + chance.of(600))
            for _ in 0..<chance.of(4) {
                // A provider lists messages it received before the request.
                let at =
                    line.now - noon + .milliseconds(chance.of(Int(pause.components.seconds) * 1000))
                sent.append(sms("text \(chance.of(300))", at))
            }
            switch chance.of(8) {
            case 0: offset = [.hours(1), .hours(-1), .hours(5), .zero][chance.of(4)]
            case 1 where !sent.isEmpty:
                let place = chance.of(sent.count)
                sent[place].text += " more"
            case 2 where !sent.isEmpty:
                let place = chance.of(sent.count)
                // If it passes an equal message, nobody could tell the two apart.
                let isAlone = sent.allSatisfy { other in
                    guard let one = sent[place].receivedAt, let two = other.receivedAt else {
                        return true
                    }
                    return one == two || two < one || two - one > .seconds(2)
                }
                if isAlone {
                    sent[place].receivedAt = sent[place].receivedAt.map { $0 + .seconds(1) }
                }
            default: break
            }
            var list = ListedTexts.shifted(sent, by: offset)
            if chance.of(2) == 0 { list.reverse() }
            try line.look(list, after: pause)
            let stored = try line.stored
            #expect(
                stored.map(\.text).sorted() == sent.map(\.text).sorted(),
                "seed \(seed), round \(round)")
            guard stored.count == sent.count else { return }
        }
    }

    /// Only the latest few, at the provider's own pace: nothing is lost or duplicated.
    @Test(arguments: 0..<40)
    func `a list of the latest, whatever its words, tells all`(seed: UInt64) throws {
        var chance = Chance(seed)
        var line = try LookedAt()
        var sent: [ReceivedMessage] = []
        let size = 4 + chance.of(20)
        for _ in 0..<60 {
            line.remembers = chance.of(4) > 0
            let at = line.now - noon
            for index in 0..<chance.of(4) {
                sent.append(sms("text \(chance.of(5))", at + .seconds(index + 1)))
            }
            try line.look(sent.suffix(size), after: .seconds(5 + chance.of(3000)))
            #expect(try line.stored.count == sent.count, "seed \(seed)")
        }
    }
}

/// Random numbers from a seed.
private struct Chance {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func of(_ count: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(1, count)))
    }
}
