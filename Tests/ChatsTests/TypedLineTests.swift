import Testing

@testable import Chats

/// Lines as keyboards of phones write them.
@Suite struct TypedLineTests {
    @Test(arguments: [
        ("lines", "lines"),
        ("/lines", "lines"),
        ("/lines@linekeeper_bot --all", "lines --all"),
        ("/start", "help"),
        ("Lines", "lines"),
        ("LINES", "lines"),
        ("  Code  ", "code"),
        ("Code 7 \u{2014}wait 2m", "code 7 --wait 2m"),
        ("code 7 \u{2013}wait 2m", "code 7 --wait 2m"),
        ("code 7 --wait\u{A0}2m", "code 7 --wait 2m"),
        ("search \u{201C}your code\u{201D}", "search \"your code\""),
        ("search it\u{2019}s", "search it's"),
        // A dash within a word is one.
        ("search a\u{2014}b", "search a\u{2014}b"),
        // The case of what follows matters.
        ("Line Home", "line Home"),
        ("lines\n--all", "lines --all"),
        ("", ""), ("/", ""), (" ", ""), ("@bot", "@bot"),
    ])
    func `are lines of the console`(typed: String, line: String) {
        #expect(TypedLine.line(typed) == line)
    }
}
