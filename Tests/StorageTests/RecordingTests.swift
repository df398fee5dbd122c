import Lines
import Storage
import Testing

private let noon = Instant(milliseconds: 1_769_947_200_000)

/// A store with one line in it.
private func storeWithLine(_ kind: LineKind = .rental) throws -> (Store, Line) {
    let store = try Store()
    var line = Line(
        id: 0, account: "pool", provider: .smspool, kind: kind,
        state: kind == .rental ? .active : .waiting, purchasedAt: noon)
    line.providerID = "ABC"
    line.number = "+14155550123"
    try store.write { try $0.insert(&line) }
    return (store, line)
}

private func sms(_ text: String, at time: Instant? = noon, from sender: String? = "BANK")
    -> ReceivedMessage
{
    ReceivedMessage(text: text, sender: sender, receivedAt: time)
}

@Suite("Recording what was received")
struct RecordingTests {
    @Test func `stores a message once, however often it is listed`() throws {
        let (store, line) = try storeWithLine()
        let list = [sms("one"), sms("two", at: noon + .seconds(1))]
        let first = try store.write { try $0.record(list, on: line, at: noon) }
        let again = try store.write { try $0.record(list.reversed(), on: line, at: noon) }
        #expect(first.map(\.text) == ["one", "two"])
        #expect(again.isEmpty)
    }

    @Test func `keeps equal messages apart by how many there are`() throws {
        let (store, line) = try storeWithLine()
        let two = try store.write { try $0.record([sms("x"), sms("x")], on: line, at: noon) }
        let third = try store.write {
            try $0.record([sms("x"), sms("x"), sms("x")], on: line, at: noon)
        }
        #expect(two.count == 2)
        #expect(third.count == 1)
    }

    @Test func `tells apart what differs in time, sender or text alone`() throws {
        let (store, line) = try storeWithLine()
        let list = [
            sms("x"), sms("x", at: noon + .milliseconds(1)), sms("x", from: nil),
            sms("x", from: "-"), sms("x", from: "B"), sms("y"), sms("x", at: nil),
        ]
        let stored = try store.write { try $0.record(list, on: line, at: noon) }
        #expect(stored.count == list.count)
    }

    @Test func `gives ids in the order of arrival when the list comes newest first`() throws {
        let (store, line) = try storeWithLine()
        let list = [sms("late", at: noon + .minutes(5)), sms("early")]
        let stored = try store.write { try $0.record(list, on: line, at: noon) }
        #expect(stored.map(\.text) == ["early", "late"])
        #expect(stored.map(\.isFirst) == [true, false])
    }

    @Test func `takes a bare code and its text for one message, and keeps the text`() throws {
        let (store, line) = try storeWithLine(.activation)
        let bare = ReceivedMessage(text: "482910", code: "482910")
        let whole = ReceivedMessage(text: "Your code is 482910", code: "482910")
        #expect(try store.write { try $0.record([bare], on: line, at: noon) }.count == 1)
        #expect(try store.write { try $0.record([whole], on: line, at: noon) }.isEmpty)
        #expect(try store.write { try $0.record([bare], on: line, at: noon) }.isEmpty)
        #expect(try store.messages(store.filter()).map(\.text) == ["Your code is 482910"])
    }

    @Test func `takes the same code after a resend for news`() throws {
        var (store, line) = try storeWithLine(.activation)
        let code = ReceivedMessage(text: "Your code is 1234", code: "1234")
        _ = try store.write { try $0.record([code], on: line, at: noon) }
        line.episode += 1
        #expect(try store.write { try $0.record([code], on: line, at: noon) }.count == 1)
    }

    @Test func `takes a code shown again once nothing more can come for the one before`() throws {
        var (store, line) = try storeWithLine(.activation)
        let code = ReceivedMessage(text: "Your code is 1234", code: "1234")
        _ = try store.write { try $0.record([code], on: line, at: noon) }
        line.episode += 1
        let again = try store.write { try $0.record([code], on: line, at: noon, isOver: true) }
        #expect(again.isEmpty)
        let other = ReceivedMessage(text: "Your code is 5678", code: "5678")
        let news = try store.write { try $0.record([other], on: line, at: noon, isOver: true) }
        #expect(news.count == 1)
    }

    @Test func `finds the code where the provider gave none`() throws {
        let (store, line) = try storeWithLine()
        let stored = try store.write {
            try $0.record([sms("Your code is 482910")], on: line, at: noon)
        }
        #expect(stored.first?.code == "482910")
    }

    @Test func `finds words of text and sender, and takes nothing for search syntax`() throws {
        let (store, line) = try storeWithLine()
        _ = try store.write {
            try $0.record([sms("Grüße \"quoted\" AND* col:on"), sms("other")], on: line, at: noon)
        }
        func found(_ words: String) throws -> Int {
            var filter = store.filter()
            filter.search = try SearchQuery(words)
            return try store.messages(filter).count
        }
        #expect(try found("grusse") == 0)
        #expect(try found("gruße") == 1)
        #expect(try found("bank other") == 1)
        #expect(try found("\"quoted\" AND*") == 1)
        #expect(try found("NEAR(") == 0)
    }
}
