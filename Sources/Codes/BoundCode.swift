/// A code that the text binds to a domain: `@shop.example #604118` as its last line.
///
/// Source: "Delivering origin-bound one-time codes over SMS", WICG.
struct BoundCode {
    var code: String
    var domain: String

    init?(in reading: Reading) {
        var last = reading.tokens.count
        while reading.isKind(last - 1, .blank, .newline) { last -= 1 }
        var start = last
        while start > 0, !reading.isKind(start - 1, .newline) { start -= 1 }
        guard start < last, reading.isMark(start, "@") else { return nil }
        let (first, end) = (
            reading.tokens[start].range.lowerBound, reading.tokens[last - 1].range.upperBound
        )
        let words = reading.writing(first..<end).split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("@"), words[0].contains("."),
            words[1].hasPrefix("#"), Self.isCode(words[1].dropFirst()),
            words.dropFirst(2).allSatisfy({ $0.hasPrefix("%") })
        else { return nil }
        code = String(words[1].dropFirst())
        domain = String(words[0].dropFirst()).lowercased()
    }

    /// Nothing that would do more than be typed where it is pasted.
    private static func isCode(_ text: Substring) -> Bool {
        (2...32).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }

    func found(_ reading: Reading, _ vocabulary: Vocabulary) -> FoundCode {
        let hits = Hits(in: reading, of: vocabulary)
        let sentences = Sentences(in: reading, hits)
        return FoundCode(
            code: code, confidence: .certain, reason: "the text binds it to \(domain)",
            validFor: Validity(reading, hits, sentences).duration,
            domain: domain)
    }
}
