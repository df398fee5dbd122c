import Foundation
import Testing

@testable import Codes

/// Every line of `data/code-words.txt` proves itself.
@Suite("The table of words for codes")
struct WordTableTests {
    @Test func `each spelling does in its text what the table says`() {
        for entry in WordTable.compiledIn.entries {
            for spelling in entry.spellings {
                let proof = Proof(entry, spelling)
                let found = CodeFinder.find(in: proof.text)
                #expect(
                    found?.code == proof.code,
                    "line \(entry.line), \(entry.language), \"\(spelling)\": \(proof.text)")
                if let seconds = proof.seconds {
                    #expect(
                        found?.validFor == .seconds(seconds),
                        "line \(entry.line), \(entry.language), \"\(spelling)\": \(proof.text)")
                }
            }
        }
    }

    @Test func `it speaks more than 70 languages`() {
        #expect(WordTable.compiledIn.languages.count > 70)
    }

    @Test func `what is compiled in has no fault`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../data/code-words.txt")
        let table = try WordTable(reading: String(contentsOf: file, encoding: .utf8))
        #expect(table.entries.count == WordTable.compiledIn.entries.count)
    }

    @Test(arguments: [
        ("code | kod | kod <604118>", "line 1"),
        ("[en] English\ncodes | code | code <604118>", "no kind \"codes\""),
        ("[en] English\n\ncode | code", "Line 3"),
    ])
    func `a fault names the line and what to write`(table: String, says: String) {
        #expect {
            _ = try WordTable(reading: table)
        } throws: { "\($0)".localizedCaseInsensitiveContains(says) }
    }
}

/// The text of an entry with one of its spellings put in.
private struct Proof {
    var text: String
    var code: String?
    var seconds: Int?

    init(_ entry: WordTable.Entry, _ spelling: String) {
        text = entry.proof
        if let mark = text.firstMatch(of: /\ \{(\d+)\}$/) {
            seconds = Int(mark.1)
            text.removeSubrange(mark.range)
        }
        if let mark = text.firstMatch(of: /<(\d+)>/) {
            code = String(mark.1)
            text.replaceSubrange(mark.range, with: mark.1)
        }
        text = text.replacingOccurrences(of: "~", with: Self.word(spelling))
    }

    /// A word that the spelling stands for.
    private static func word(_ spelling: String) -> String {
        if spelling.hasPrefix("=") { return String(spelling.dropFirst()) }
        let word = String(spelling.prefix { $0 != "=" })
        return (word.hasPrefix("*") ? "bla" : "") + word.filter { $0 != "*" }
    }
}
