import Control
import Foundation
import Lines
import Testing

@testable import Console

@Suite struct RenderingTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("東京", 4), ("e\u{301}", 1), ("🍣", 2), ("👍🏽", 2), ("❤️", 2),
        ("❤", 1), ("🇬🇧", 2), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｆｕｌｌ", 8),
        ("नमस्ते", 4), ("⏎", 1), ("…", 1),
    ])
    func `text is as wide as a terminal shows it`(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test func `a cut text never exceeds its width nor splits a character`() {
        let text = "ab東京🍣👍🏽e\u{301}z"
        for width in 0...12 {
            let cut = text.truncated(toWidth: width)
            #expect(DisplayWidth.of(cut) <= width)
            #expect(cut == text || width == 0 || cut.hasSuffix("…"))
            #expect(text.hasPrefix(cut.filter { $0 != "…" }))
        }
        #expect(text.truncated(toWidth: 12) == text)
    }

    @Test func `a table never exceeds the screen, whatever it shows`() {
        let columns: [Column<[String]>] = (0..<6).map { index in
            Column("c\(index)", "C\(index)", rank: index, least: index.isMultiple(of: 2) ? 10 : nil)
            {
                .text($0[index])
            }
        }
        let wide = (0..<6).map { String(repeating: "東", count: $0 * 4 + 1) }
        let rows = [wide, wide.reversed(), Array(repeating: "x", count: 6)]
        for width in 5...150 {
            let table = ListingRenderer(format: .table, width: width, now: .init(milliseconds: 0))
                .render(rows, columns: columns)
            for line in table.text.split(separator: "\n") {
                #expect(DisplayWidth.of(line) <= width)
            }
        }
    }

    @Test(arguments: [40, 64, 80, 120])
    func `what a person has to do about a doubt is never cut`(width: Int) throws {
        let doubt = try ControlCoding.decode(
            DoubtRecord.self,
            from: Data(
                """
                {"action":4,"kind":"order","line":2,"account":"pool","cost":"0.16 USD",
                 "since":"1970-01-01T00:00:00Z",
                 "known":"https://a.long.host.example.org/api/v1/activations/order was asked, but its answer was lost.",
                 "remedy":"The provider is being asked. To settle it yourself: `adopt` if the line exists."}
                """.utf8))
        var renderer = ListingRenderer(
            format: .table, width: width, now: Instant(milliseconds: 0))
        renderer.isWhole = true
        let table = renderer.render([doubt], columns: DoubtRecord.columns).text
        #expect(!table.contains("…"))
        for line in table.split(separator: "\n") { #expect(DisplayWidth.of(line) <= width) }
        let words = Set(table.split { $0 == " " || $0 == "\n" }.map(String.init))
        for word in doubt.remedy.split(separator: " ") {
            #expect(words.contains(String(word)), "\(word)")
        }
        // Without a screen it is one line.
        renderer.width = nil
        let piped = renderer.render([doubt], columns: DoubtRecord.columns).text
        #expect(piped.contains(doubt.known) && piped.contains(doubt.remedy))
    }

    /// The code is the purpose, the name identifies the line, and the time shows how recent it is.
    @Test(arguments: [60, 72, 80, 100, 132, 200])
    func `an inbox keeps name, time and code and shortens the text`(width: Int) throws {
        var message = try message(text: String(repeating: "Your code is 123456. ", count: 80))
        let renderer = ListingRenderer(
            format: .table, width: width, now: Instant(milliseconds: 17 * 86_400_000))
        for label in [nil, "bank"] {
            message.label = label
            let row = renderer.render([message], columns: MessageRecord.columns).text
                .split(separator: "\n")[1]
            #expect(DisplayWidth.of(row) <= width)
            for kept in ["1234", label ?? "+447700900123", "17d ago", "123456", "Your code is"] {
                #expect(row.contains(kept), "\(kept) at \(width): \(row)")
            }
        }
    }

    private func message(text: String) throws -> MessageRecord {
        try ControlCoding.decode(
            MessageRecord.self,
            from: Data(
                """
                {"id":1234,"line":12,"number":"+447700900123","sender":"A RATHER LONG SENDER",
                 "text":"\(text)","code":"123456","stored_at":"1970-01-01T00:00:00Z",
                 "state":"handled","route":"bank","tags":["one","two"]}
                """.utf8))
    }

    @Test func `a table that goes into a pipe has every column, and no text pads it out`() throws {
        let message = try message(text: String(repeating: "x", count: 1600))
        let table = ListingRenderer(format: .table, now: Instant(milliseconds: 1000))
            .render([message], columns: MessageRecord.columns).text
        for line in table.split(separator: "\n") { #expect(DisplayWidth.of(line) < 180) }
        #expect(table.contains("TAGS") && table.contains("…") && table.contains("123456"))
    }

    @Test func `columns line up under wide characters`() {
        let columns: [Column<(String, Int64)>] = [
            Column("a", "A") { .text($0.0) },
            Column("n", "N", alignment: .right) { .integer($0.1) },
        ]
        let table = ListingRenderer(format: .table, now: .init(milliseconds: 0))
            .render([("東京", 1), ("ab", 100)], columns: columns)
        #expect(table.text == "A       N\n東京    1\nab    100")
    }

    private static let amsterdam = ClockFormat(
        now: { Instant(unixSeconds: 1_769_947_200) }, zone: LocalZone(seconds: 3600))

    @Test(arguments: [
        ("It now runs until 2026-02-19T23:05:39.804Z.", "It now runs until 2026-02-20 00:05:39."),
        (
            "2026-02-01T12:03:05Z or 2026-02-01T12:03:06Z",
            "2026-02-01 13:03:05 or 2026-02-01 13:03:06"
        ),
        ("version 2026-02-01T12:03Z", "version 2026-02-01T12:03Z"), ("Zebra", "Zebra"), ("", ""),
        ("2026-99-01T12:03:05Z", "2026-99-01T12:03:05Z"),
    ])
    func `a sentence tells its times as they are here`(sentence: String, spoken: String) {
        #expect(Self.amsterdam.spoken(sentence) == spoken)
    }

    @Test func `only the program's own sentences are told so, and only to a person`() {
        let text = "until 2026-02-19T23:05:39.804Z"
        let columns: [Column<String>] = [
            Column("ours", "OURS") { .sentence($0) }, Column("theirs", "THEIRS") { .text($0) },
            Column("shown", "SHOWN", shown: { text, _ in "it is \(text)" }) { .sentence($0) },
        ]
        func listing(_ format: ListingFormat) -> String {
            ListingRenderer(
                format: format, now: Self.amsterdam.now(), spoken: Self.amsterdam.spoken
            ).render([text], columns: columns).text
        }
        let row = listing(.table).split(separator: "\n")[1]
        #expect(row == "until 2026-02-20 00:05:39  \(text)  it is until 2026-02-20 00:05:39")
        #expect(listing(.csv).contains("\(text),\(text),\(text)"))
        #expect(
            listing(.json).contains(
                #"{"ours": "\#(text)", "theirs": "\#(text)", "shown": "\#(text)"}"#))
    }

    @Test(arguments: [
        (0, "now"), (40, "in 40s"), (-59, "59s ago"), (61, "in 1m"), (11_520, "in 3h 12m"),
        (-7200, "2h ago"), (90_000, "in 1d 1h"), (-100 * 86_400, "100d ago"),
    ])
    func `times are told as distances`(seconds: Int, text: String) {
        let now = Instant(unixSeconds: 1_769_947_200)
        #expect(RelativeTime.text(now + .seconds(seconds), now: now) == text)
    }

    @Test func `long remarks break between words`() {
        let text: SafeText = "one two three four five six seven"
        #expect(text.wrapped(toWidth: 25).text == "one two three four five\nsix seven")
        #expect(
            text.wrapped(toWidth: 25, indent: 2).text == "one two three four five\n  six seven")
        #expect(text.wrapped(toWidth: nil) == text)
        let indented: SafeText = "  note  one two three four five"
        #expect(
            indented.wrapped(toWidth: 29, indent: 8).text
                == "  note  one two three four\n        five")
    }
}
