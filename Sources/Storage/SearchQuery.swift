/// A person's search for messages: words, "phrases", OR between two, and -words that must not
/// occur.
///
/// All input is data: each term is quoted for the index, so no input is a syntax error. A search
/// that is impossible gets a sentence saying why.
package struct SearchQuery: Equatable, Sendable {
    /// Why a text cannot be searched for.
    package struct Failure: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    struct Term: Equatable, Sendable {
        var text: String
        /// A phrase is matched exactly; a word is matched as a prefix.
        var isPhrase: Bool
    }

    /// All groups must match; of each group, one term.
    private(set) var wanted: [[Term]] = []
    private(set) var unwanted: [Term] = []

    package init(_ text: String) throws(Failure) {
        var isAlternative = false
        var isNegated = false
        for token in Self.tokens(of: text) {
            switch token {
            case .either:
                guard !wanted.isEmpty, !isAlternative, !isNegated else { throw Self.loose("OR") }
                isAlternative = true
            case .neither:
                guard !isAlternative else { throw Self.loose("OR") }
                isNegated = true
            case .term(let term, let isUnwanted):
                guard Self.isSearchable(term.text) else { continue }
                if isNegated || isUnwanted {
                    guard !isAlternative else { throw Self.loose("OR") }
                    unwanted.append(term)
                } else if isAlternative {
                    wanted[wanted.count - 1].append(term)
                } else {
                    wanted.append([term])
                }
                isAlternative = false
                isNegated = false
            }
        }
        guard !isAlternative else { throw Self.loose("OR") }
        guard !isNegated else { throw Self.loose("NOT") }
        guard wanted.isEmpty else { return }
        throw Failure(
            description: unwanted.isEmpty
                ? "There is nothing to search for in \"\(text)\". Give a word with a letter or a digit."
                : "Give at least one word to search for besides the excluded ones.")
    }

    /// The query in the syntax of the index.
    var expression: String {
        let found = wanted.map { Self.any(of: $0) }.joined(separator: " AND ")
        return unwanted.isEmpty ? found : "(\(found)) NOT \(Self.any(of: unwanted))"
    }

    private static func any(of terms: [Term]) -> String {
        "(" + terms.map(\.quoted).joined(separator: " OR ") + ")"
    }

    private static func loose(_ word: String) -> Failure {
        Failure(
            description: word == "OR"
                ? "OR must be between two search words."
                : "\(word) must precede an excluded word.")
    }

    private static func isSearchable(_ text: String) -> Bool {
        text.unicodeScalars.contains {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
    }

    // MARK: Reading

    private enum Token {
        case term(Term, isUnwanted: Bool)
        case either
        case neither
    }

    private static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var rest = text[...]
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
                continue
            }
            var isUnwanted = false
            if first == "-", let next = rest.dropFirst().first, !next.isWhitespace {
                isUnwanted = true
                rest.removeFirst()
            }
            if let open = rest.first, isQuote(open) {
                rest.removeFirst()
                // An unclosed phrase ends with the text.
                let phrase = rest.prefix { !isQuote($0) }
                rest = rest.dropFirst(phrase.count + 1)
                tokens.append(
                    .term(Term(text: String(phrase), isPhrase: true), isUnwanted: isUnwanted))
                continue
            }
            let word = rest.prefix { !$0.isWhitespace && !isQuote($0) }
            rest = rest.dropFirst(word.count)
            tokens.append(token(String(word), isUnwanted))
        }
        return tokens
    }

    private static func token(_ word: String, _ isUnwanted: Bool) -> Token {
        switch word {
        case "OR" where !isUnwanted: .either
        case "NOT" where !isUnwanted: .neither
        // Words are combined without it.
        case "AND" where !isUnwanted: .term(Term(text: "", isPhrase: false), isUnwanted: false)
        default: .term(Term(text: word, isPhrase: false), isUnwanted: isUnwanted)
        }
    }

    private static func isQuote(_ character: Character) -> Bool {
        "\"“”„«»".contains(character)
    }
}

extension SearchQuery.Term {
    fileprivate var quoted: String {
        var spaced = ""
        for scalar in text.unicodeScalars {
            // Signs are words of their own, as in the index.
            let sign = SearchQuery.isSign(scalar)
            if sign { spaced += " " }
            // A NUL would end the expression.
            if scalar != "\0" { spaced.unicodeScalars.append(scalar) }
            if sign { spaced += " " }
        }
        return "\"" + spaced.replacing("\"", with: "\"\"") + "\"" + (isPhrase ? "" : "*")
    }
}

extension SearchQuery {
    /// Whether a scalar belongs to a script without spaces between words. Each of its signs is
    /// indexed as a word, and a word of several signs is a phrase.
    ///
    /// The same ranges as in the view `message_words`.
    static func isSign(_ scalar: Unicode.Scalar) -> Bool {
        signs.contains { $0.contains(scalar.value) }
    }

    static let signs: [ClosedRange<UInt32>] = [
        0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x4DBF,
        0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x3FFFD,
    ]
}
