import Lines
import Storage
import Testing

/// Texts are stored exactly as received, to the last byte, and no message counts as another.
@Suite("Every byte that is stored") struct EveryByteStoredTests {
    private static let texts = [
        "Code 1@A", "Code 1\0A", "Code 1\0B", "Code 1\0", "Code 1", "\0", "", "\u{2400}",
        "\u{FFFD}", "e\u{301}", "é", "😀", "\u{202E}x", "x\r\ny", "'; DROP TABLE message; --",
        String(repeating: "z", count: 1_000_000), String(repeating: "z", count: 999_999) + "\0",
    ]

    @Test(arguments: [true, false])
    func `none is lost and none doubled`(isPushed: Bool) throws {
        let line = try LookedAt()
        let list = Self.texts.enumerated().map { index, text in
            ReceivedMessage(
                text: text, sender: index % 2 == 0 ? text : "BANK",
                receivedAt: line.now + .minutes(index))
        }
        for _ in 0..<2 {
            for item in isPushed ? list : [] {
                _ = try line.store.write {
                    try $0.record(pushed: item, on: line.line, at: line.now)
                }
            }
            if !isPushed {
                _ = try line.store.write { try $0.record(list, on: line.line, at: line.now) }
            }
        }
        let stored = try line.stored
        #expect(stored.map { Array($0.text.utf8) } == list.map { Array($0.text.utf8) })
        #expect(stored.map(\.sender) == list.map(\.sender))
        // In any order, and within one second.
        let other = try LookedAt()
        let same = list.map { ReceivedMessage(text: $0.text, receivedAt: line.now) }
        for order in [same, same.reversed(), same.shuffled()] {
            _ = try other.store.write { try $0.record(order, on: other.line, at: line.now) }
        }
        #expect(try other.stored.count == Self.texts.count)
    }

    @Test func `what lies behind a NUL is found`() throws {
        let line = try LookedAt()
        let list = [ReceivedMessage(text: "before\0behind", receivedAt: line.now)]
        _ = try line.store.write { try $0.record(list, on: line.line, at: line.now) }
        var filter = line.store.filter()
        filter.search = try SearchQuery("behind")
        #expect(try line.store.messages(filter).map(\.text) == ["before\u{2400}behind"])
    }
}
