/// Finds the one-time code in a message when the provider did not extract it.
///
/// A text often holds several numbers: an amount, the last digits of a card, a telephone number,
/// minutes of validity. Each candidate is scored by the words around it and the highest score wins.
/// If nothing looks like a code, the answer is nil rather than a guess.
package enum CodeFinder {
    /// Only the beginning of a text is searched: codes come early, and strangers send long texts.
    private static let searched = 600

    package static func code(in text: String) -> String? { find(in: text)?.code }

    package static func find(in text: String) -> FoundCode? {
        let scalars = Array(text.unicodeScalars.prefix(searched))
        let candidates = self.candidates(in: scalars)
        let weighed = candidates.map { ($0, weight(of: $0, in: scalars)) }
        guard let best = weighed.max(by: { $0.1 < $1.1 }), best.1 > 0 else { return nil }
        return FoundCode(
            code: best.0.code, confidence: .certain, reason: "the number that looks like a code")
    }

    private struct Candidate {
        var code: String
        var range: Range<Int>
        /// Whether the candidate contains letters, as in `G-123456` or `AB12CD`.
        var isMixed: Bool
    }

    private static func candidates(in text: [Unicode.Scalar]) -> [Candidate] {
        var found: [Candidate] = []
        var index = 0
        while index < text.count {
            guard isWord(text[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < text.count, isWord(text[index]) { index += 1 }
            // 123-456 and 123 456 are one code written in two groups.
            if let end = secondGroup(after: start..<index, in: text) { index = end }
            if let candidate = candidate(start..<index, in: text) { found.append(candidate) }
        }
        return found
    }

    private static func secondGroup(after first: Range<Int>, in text: [Unicode.Scalar]) -> Int? {
        guard (3...4).contains(first.count), text[first].allSatisfy(isDigit),
            first.upperBound + first.count < text.count,
            ["-", " "].contains(text[first.upperBound])
        else { return nil }
        let start = first.upperBound + 1
        var end = start
        while end < text.count, isWord(text[end]) { end += 1 }
        let second = start..<end
        let isPair = second.count == first.count && text[second].allSatisfy(isDigit)
        // Three groups are a telephone or card number.
        let isLonger = end + 1 < text.count && isSeparator(text[end]) && isDigit(text[end + 1])
        return isPair && !isLonger ? end : nil
    }

    private static func candidate(_ range: Range<Int>, in text: [Unicode.Scalar]) -> Candidate? {
        let letters = text[range].filter(isLetter)
        let digits = text[range].filter(isDigit)
        guard (4...8).contains(digits.count) || (!letters.isEmpty && digits.count >= 2) else {
            return nil
        }
        guard letters.isEmpty || ((5...8).contains(range.count) && letters.allSatisfy(isUpper))
        else { return nil }
        let code = String(String.UnicodeScalarView(letters.isEmpty ? digits : Array(text[range])))
        return Candidate(code: code, range: range, isMixed: !letters.isEmpty)
    }

    private static func weight(of candidate: Candidate, in text: [Unicode.Scalar]) -> Int {
        let range = candidate.range
        let before = lowered(text[max(0, range.lowerBound - 40)..<range.lowerBound])
        let after = lowered(text[range.upperBound..<min(text.count, range.upperBound + 30)])
        var weight = [4: 6, 5: 7, 6: 10, 7: 5, 8: 5][candidate.code.unicodeScalars.count] ?? 1
        if candidate.isMixed { weight -= 4 }
        if hasHint(before) { weight += 10 }
        if hasHint(after) { weight += 8 }
        if before.hasSuffix(": ") || before.hasSuffix("is ") || before.hasSuffix("#") {
            weight += 3
        }
        if let last = before.unicodeScalars.last, "$€£+*.,/".unicodeScalars.contains(last) {
            weight -= 14
        }
        if let next = after.unicodeScalars.first, "€%/".unicodeScalars.contains(next) {
            weight -= 14
        }
        if isDecimal(after) || endsInGroup(before) { weight -= 14 }
        if against.contains(where: { before.hasSuffix($0) }) { weight -= 14 }
        if units.contains(where: { after.hasPrefix($0) }) { weight -= 12 }
        if isYear(candidate.code) { weight -= 5 }
        return weight
    }

    /// `12.50` and `1,200`: a separator followed by digits.
    private static func isDecimal(_ after: String) -> Bool {
        let two = Array(after.unicodeScalars.prefix(2))
        return two.count == 2 && (two[0] == "." || two[0] == ",") && isDigit(two[1])
    }

    /// `+1 415 555 `: digits and a separator, as inside a telephone number.
    private static func endsInGroup(_ before: String) -> Bool {
        let two = Array(before.unicodeScalars.suffix(2))
        return two.count == 2 && isSeparator(two[1]) && isDigit(two[0])
    }

    private static func isYear(_ code: String) -> Bool {
        code.unicodeScalars.count == 4 && (code.hasPrefix("19") || code.hasPrefix("20"))
    }

    private static let hints = [
        "code", "otp", "pin", "passwor", "verif", "token", "kode", "código", "codigo", "codice",
        "kod", "код", "пароль", "passcode", "tan", "验证码", "認証", "인증", "security", "confirm",
    ]
    private static let plainHints = hints.filter { $0.utf8.allSatisfy { $0 < 0x80 } }
        .map { Array($0.utf8) }

    /// In ASCII text, which most messages are, one byte is one character, so a byte search gives
    /// the same answer in a fraction of the time.
    private static func hasHint(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return hints.contains(where: text.contains) }
        return plainHints.contains { hint in
            guard bytes.count >= hint.count else { return false }
            return (0...(bytes.count - hint.count)).contains { start in
                bytes[start] == hint[0] && bytes[start...].starts(with: hint)
            }
        }
    }

    private static let against = [
        "ending ", "ending in ", "card ", "account ", "usd ", "eur ", "rs ", "inr ", "call ",
        "tel ", "tel. ", "phone ", "order ", "parcel ", "tracking ", "ref ", "txt ", "stop to ",
    ]
    private static let units = [
        " min", " hour", " sec", " day", " usd", " eur", " euro", " dollar", "usd", "eur",
    ]

    private static func lowered(_ slice: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(slice)).lowercased()
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isUpper(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        isUpper(scalar) || ("a"..."z").contains(scalar)
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "-" || scalar == " "
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        isDigit(scalar) || isLetter(scalar)
    }
}
