import GRDB
import Lines
import Storage
import Testing

/// Whatever is posted under one id is one message, unless the texts have nothing in common.
@Suite("Posted messages") struct PostedMessageTests {
    private let noon = Instant(milliseconds: 1_769_947_200_000)
    private let store: Store
    private let line: Line

    init() throws {
        store = try Store()
        var line = Line(
            id: 0, account: "own", provider: .inbound, kind: .inbound, state: .active,
            purchasedAt: noon)
        line.providerID = "home"
        let store = store
        try store.write { try $0.insert(&line) }
        self.line = line
    }

    private func post(
        _ text: String, _ id: String, from sender: String? = nil, at time: Instant? = nil
    ) throws -> Receipt {
        try store.write {
            try $0.record(
                posted: ReceivedMessage(text: text, sender: sender, receivedAt: time), id: id,
                on: line, at: noon)
        }
    }

    private var texts: [String] {
        get throws { try store.messages(store.filter()).map(\.text).reversed() }
    }

    @Test func `one id is stored once, however often it is posted`() throws {
        #expect(try post("Code 482913", "a", from: "Bank", at: noon).stored.count == 1)
        for _ in 0..<3 {
            let again = try post("Code 482913", "a", from: "Bank", at: noon + .hours(1))
            #expect(again == Receipt())
        }
        #expect(try texts == ["Code 482913"])
        #expect(try store.messages(store.filter()).map(\.receivedAt) == [noon])
    }

    @Test func `equal messages under two ids are two`() throws {
        #expect(try post("ok", "a").stored.count == 1)
        #expect(try post("ok", "b").stored.count == 1)
        #expect(try texts == ["ok", "ok"])
    }

    @Test func `an id that is used for something else loses nothing`() throws {
        for _ in 0..<2 {
            _ = try post("Code 482913", "a")
            _ = try post("Your parcel is here", "a")
            _ = try post("Code 771204", "a")
        }
        #expect(try texts == ["Code 482913", "Your parcel is here", "Code 771204"])
    }

    @Test func `a text that grows is completed, and scripts see it again`() throws {
        #expect(try post("Code 48", "a").stored.count == 1)
        let seen = try #require(try store.messages(store.filter()).first)
        try store.write { try $0.settle(seen, state: .handled, route: nil, tags: []) }
        let grown = try post("Code 482913 is yours", "a", from: "Bank")
        #expect(grown.stored.isEmpty)
        #expect(grown.completed.map(\.text) == ["Code 482913 is yours"])
        #expect(grown.completed.map(\.sender) == ["Bank"])
        // The shorter version comes once more.
        #expect(try post("Code 48", "a") == Receipt())
        #expect(try texts == ["Code 482913 is yours"])
    }

    @Test func `ids and texts cannot imitate each other's keys`() throws {
        let ids = ["1", "1|x", "1:1|x", "p|x", "1:1", "", "\u{0}", "é", "e\u{301}"]
        var count = 0
        for id in ids {
            for text in ["x", "1|x y", "z"] {
                count += try post(text, id).stored.count
            }
        }
        #expect(count == ids.count * 3)
        #expect(try texts.count == count)
    }

    // MARK: Parts

    private func post(
        _ number: Int, _ text: String, _ id: String, series: String = "17",
        at time: Duration = .zero
    ) throws -> Receipt {
        var message = ReceivedMessage(text: text, sender: "Bank")
        message.part = MessagePart(series: series, number: number)
        return try store.write { [message] in
            try $0.record(posted: message, id: id, on: line, at: noon + time)
        }
    }

    @Test(arguments: [[1, 2, 3], [3, 1, 2], [2, 3, 1]])
    func `the parts of a long message are one message, in whichever order they come`(
        _ order: [Int]
    ) throws {
        let texts = ["Your code is 48", "2913. Do not ", "share it."]
        for (place, number) in order.enumerated() {
            let receipt = try post(number, texts[number - 1], "part\(number)")
            #expect(receipt.stored.count == (place == 0 ? 1 : 0))
            // Posted once more, it changes nothing.
            #expect(try post(number, texts[number - 1], "part\(number)") == Receipt())
        }
        #expect(try self.texts == ["Your code is 482913. Do not share it."])
        #expect(try store.messages(store.filter()).map(\.code) == ["482913"])
    }

    @Test func `a number that is used again begins another message`() throws {
        _ = try post(1, "First, ", "a")
        _ = try post(2, "whole.", "b")
        _ = try post(1, "Second, ", "c", at: .hours(1))
        _ = try post(2, "whole.", "d", at: .hours(1))
        _ = try post(2, "Other series", "e", series: "18", at: .hours(1))
        #expect(try texts == ["First, whole.", "Second, whole.", "Other series"])
        // What is older than a carrier repeats its posts is forgotten.
        _ = try post(2, "late", "f", at: .days(3))
        #expect(try texts.last == "late")
        let left = try store.read {
            try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM message_part")
        }
        #expect(left == 1)
    }
}
