import Lines
import Testing

@Suite("A label") struct LabelTests {
    @Test(arguments: [
        "bank", " bank ", "the bank of 2026", "0471 work", "Müller", "家", "🏦", "off-line",
        String(repeating: "x", count: 60),
    ]) func `is a word of the person's own`(text: String) throws {
        let wanted = text == " bank " ? "bank" : text
        #expect(try Label(text, others: ["work"]).text == wanted)
    }

    @Test(
        arguments: [
            ("", "empty"), (" \t ", "empty"), (String(repeating: "x", count: 61), "has 61"),
            (String(repeating: "é", count: 300), "has 300"), ("7", "number"), ("0471", "number"),
            ("+14155640780", "number"), ("+1 (415) 564-0780", "number"), ("#7", "number"),
            ("٣", "number"), ("--json", "option"), ("-x", "option"), ("off", "command word"),
            ("OFF", "command word"), ("lines", "command word"), ("a\nb", "one line"),
            ("a\u{1B}[2J", "one line"), ("a\0b", "one line"), ("a\u{2028}b", "one line"),
            ("work", "Another line"), ("WORK", "Another line"),
        ]) func `is refused where it could be mistaken for something, with the reason`(
            text: String, reason: String
        )
    {
        #expect {
            try Label(text, others: ["work", "home"])
        } throws: {
            "\($0)".contains(reason)
        }
    }
}
