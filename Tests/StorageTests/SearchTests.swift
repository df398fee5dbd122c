import GRDB
import Lines
import Testing

@testable import Storage

/// Searches over messages in several scripts.
@Suite("Searching messages")
struct SearchTests {
    private static let texts = [
        "Your login code is 482910", "Your parcel code: 77-12, do not share it",
        "您的验证码是123456，请勿泄露给任何人", "【招商银行】您的账户余额不足", "認証コードは 998877 です",
        "인증번호는 445566 입니다", "รหัสยืนยันของคุณคือ 332211", "Grüße aus Köln", "cafe\u{301} 🎉",
    ]

    private func found(_ query: String) throws -> [Int] {
        let store = try Store()
        var line = Line(
            id: 0, account: "pool", provider: .smspool, kind: .rental, state: .active,
            purchasedAt: .noon)
        try store.write { try $0.insert(&line) }
        for (index, text) in Self.texts.enumerated() {
            var received = ReceivedMessage(text: text)
            received.receivedAt = .noon + .seconds(index)
            received.sender = index == 3 ? "招商银行" : "BANK"
            let item = received
            _ = try store.write { try $0.record([item], on: line, at: .noon) }
        }
        var filter = store.filter()
        filter.search = try SearchQuery(query)
        return try store.messages(filter).map { Int($0.id) - 1 }
    }

    @Test(arguments: [
        ("code", [1, 0]), ("your code", [1, 0]), ("code your", [1, 0]), ("log", [0]),
        ("\"login code\"", [0]), ("\"code login\"", []), ("\"parcel co\"", []),
        ("login OR parcel", [1, 0]), ("code login OR parcel", [1, 0]), ("code AND parcel", [1]),
        ("(login OR parcel) code", [1, 0]), ("code -parcel", [0]), ("code NOT login", [1]),
        ("code -\"parcel code\"", [0]), ("code -login -parcel", []), ("-parcel code", [0]),
        ("77-12", [1]), ("\"never closed", []), ("\"login code", [0]), ("“login code”", [0]),
        ("gruße", [7]), ("köln", [7]), ("koln", [7]), ("café", [8]), ("cafe", [8]),
        // Words in a sentence without spaces.
        ("验证码", [2]), ("银行", [3]), ("码", [2]), ("余额不足", [3]), ("验证码是123456", [2]),
        ("行银", []), ("验证码 OR 银行", [3, 2]), ("您的 -银行", [2]), ("招商银行", [3]), ("コード", [4]),
        ("番号", []), ("인증번호", [5]), ("번호", [5]), ("ยืนยัน", [6]),
        // Keywords of the index's query language are ordinary words.
        ("or", []), ("near", []), ("code AND* NEAR(", []), ("sender:BANK", []), ("^code", [1, 0]),
        ("cod*", [1, 0]), ("- code", [1, 0]), ("code ***", [1, 0]), ("{code}", [1, 0]),
    ])
    func `finds what was meant`(query: String, expected: [Int]) throws {
        #expect(try found(query) == expected)
    }

    @Test(arguments: [
        ("", "nothing to search for"), ("   ", "nothing to search for"),
        ("***", "nothing to search for"), ("\"\"", "nothing to search for"),
        ("🎉", "nothing to search for"), ("()", "nothing to search for"),
        ("-", "nothing to search for"), ("-code", "at least one word to search for"),
        ("NOT code", "at least one word to search for"), ("OR", "OR must be between"),
        ("code OR", "OR must be between"), ("OR code", "OR must be between"),
        ("a OR OR b", "OR must be between"), ("a OR -b", "OR must be between"),
        ("code NOT", "NOT must precede"), ("AND", "nothing to search for"),
    ])
    func `says what cannot be searched for`(query: String, sentence: String) {
        #expect {
            try SearchQuery(query)
        } throws: {
            "\($0)".contains(sentence)
        }
    }

    /// Whatever a person types, the index never returns a syntax error.
    @Test func `nothing a person types is an error of the index`() throws {
        let pieces = [
            "\"", "'", "(", ")", "*", "^", ":", "-", "+", "{", "}", "NEAR", "AND", "OR", "NOT", "a",
            "验", " ", "\0", "\\", "%", ",", ".", "\u{200B}", "é",
        ]
        let store = try Store()
        var seed: UInt64 = 1
        var searched = 0
        for _ in 0..<2000 {
            var query = ""
            for _ in 0..<8 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                query += pieces[Int(seed >> 33) % pieces.count]
            }
            guard let asked = try? SearchQuery(query) else { continue }
            var filter = store.filter()
            filter.search = asked
            #expect(throws: Never.self, "\(query)") { try store.messages(filter) }
            searched += 1
        }
        #expect(searched > 500)
    }

    /// The ranges are defined in two places, one of which is frozen.
    @Test func `the index and the query take the same signs apart`() throws {
        let store = try Store()
        let edges = SearchQuery.signs.flatMap {
            [$0.lowerBound - 1, $0.lowerBound, $0.upperBound, $0.upperBound + 1]
        }
        for scalar in edges.compactMap(Unicode.Scalar.init) {
            let id = try Self.insert("a\(scalar)b", into: store)
            let shown = try store.read { database in
                try String.fetchOne(
                    database, sql: "SELECT text FROM message_words WHERE id = ?", arguments: [id])
            }
            let expected = SearchQuery.isSign(scalar) ? "a \(scalar) b" : "a\(scalar)b"
            #expect(shown == expected, "U+\(String(scalar.value, radix: 16))")
        }
    }

    /// The limit is for a machine that is busy with much else: what is quadratic takes hours.
    @Test(.timeLimit(.minutes(20)))
    func `a text of a million signs is indexed in no time, and a changed one anew`() throws {
        let store = try Store()
        let text = String(repeating: "验证码", count: 333_333)
        let id = try Self.insert(text, into: store)
        try store.write { try $0.execute(sql: "UPDATE message SET text = '银行 x' WHERE id = \(id)") }
        var filter = store.filter()
        filter.search = try SearchQuery("验证码")
        #expect(try store.messages(filter).isEmpty)
        filter.search = try SearchQuery("银行")
        #expect(try store.messages(filter).count == 1)
        try store.write {
            try $0.execute(
                sql: "INSERT INTO message_text(message_text, rank) VALUES ('integrity-check', 1)")
        }
    }

    private static func insert(_ text: String, into store: Store) throws -> Int64 {
        var line = Line(
            id: 0, account: "pool", provider: .smspool, kind: .rental, state: .active,
            purchasedAt: .noon)
        try store.write { try $0.insert(&line) }
        let received = ReceivedMessage(text: text)
        let stored = try store.write { try $0.record([received], on: line, at: .noon) }
        return stored[0].id
    }
}
