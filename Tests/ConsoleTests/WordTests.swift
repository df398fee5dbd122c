import Testing

@testable import Console

@Suite struct WordTests {
    @Test(arguments: [
        ("", []), ("  lines  --all ", ["lines", "--all"]), ("a 'b  c' d", ["a", "b  c", "d"]),
        (#"say "a \"b\" \\ \n""#, ["say", #"a "b" \ \n"#]), (#"a\ b c"#, ["a b", "c"]),
        (#"x'y'"z""#, ["xyz"]), (#"'' """#, ["", ""]), ("a # b", ["a"]), ("a#b", ["a#b"]),
        ("'#' a", ["#", "a"]), (#"'it\'"#, [#"it\"#]), ("a\tb\u{A0}c", ["a", "b", "c"]),
    ])
    func `a line falls into words as in a shell`(line: String, words: [String]) throws {
        #expect(try WordSplitter.words(of: line) == words)
    }

    @Test func `an open quotation is an error that names it`() {
        #expect(throws: WordSplitter.Failure.openQuote("'")) { try WordSplitter.words(of: "a 'b") }
        #expect(throws: WordSplitter.Failure.openQuote("\"")) { try WordSplitter.words(of: "\"") }
        #expect(throws: WordSplitter.Failure.trailingBackslash) {
            try WordSplitter.words(of: "a\\")
        }
    }

    @Test(arguments: ["plain", "two words", "", "it's", "a\"b\\c", "#x", "+44 7700", "東京", "$x;y"])
    func `a quoted word is read back as it was`(word: String) throws {
        #expect(try WordSplitter.words(of: "x " + WordSplitter.quoted(word)) == ["x", word])
    }

    @Test func `a half-typed line knows its last word`() {
        #expect(
            WordSplitter.partial("line \"birth da")
                == .init(words: ["line"], last: "birth da", lastLength: 9))
        #expect(WordSplitter.partial("line ") == .init(words: ["line"], last: "", lastLength: 0))
    }

    @Test(arguments: [
        ("90s", 90), ("10m", 600), ("2h", 7200), ("1d", 86_400), ("1w", 604_800), ("1h30m", 5400),
    ])
    func `a span is read`(text: String, seconds: Int) {
        #expect(Span(text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "5", "m", "0s", "-1h", "1.5h", "1h30", "2 m", "1y", "99999999999d", "9999d", "１m",
    ])
    func `what is no span is refused`(text: String) {
        #expect(Span(text) == nil)
    }

    @Test(arguments: ["0", "-1", "0.00", "1,50", "$1", "1e3", "99999999999999"])
    func `what is no price is refused`(text: String) {
        #expect((try? Price.read(text)) == nil)
    }
}
