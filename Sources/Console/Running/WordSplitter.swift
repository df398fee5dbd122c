/// Splits a line into words, much as a shell does.
///
/// Blanks separate words; `'…'` keeps everything inside literal; `"…"` does too except for `\"` and
/// `\\`; outside of quotes a backslash makes the next character literal; a word that starts with
/// `#` begins a comment. There are no variables, patterns or pipes.
package struct WordSplitter {
    package enum Failure: Error, Equatable, CustomStringConvertible {
        case openQuote(Character)
        case trailingBackslash

        package var description: String {
            switch self {
            case .openQuote(let quote):
                "Missing closing \(quote); add it, or write \\\(quote) for the character itself."
            case .trailingBackslash:
                "The line ends with a backslash; write \\\\ for the character itself."
            }
        }
    }

    /// An unfinished line: the complete words, and the last one.
    struct Partial: Equatable {
        var words: [String]
        /// The content of the last word up to now; empty after a blank.
        var last: String
        /// The length of the last word in scalars of the line, including quotes.
        var lastLength: Int
    }

    package static func words(of line: String) throws(Failure) -> [String] {
        var splitter = WordSplitter()
        for scalar in line.unicodeScalars { splitter.take(scalar) }
        if splitter.isComment { return splitter.words }
        if splitter.isEscaped { throw .trailingBackslash }
        if let quote = splitter.quote { throw .openQuote(Character(quote)) }
        return splitter.words + (splitter.isInWord ? [String(splitter.word)] : [])
    }

    static func partial(_ line: String) -> Partial {
        var splitter = WordSplitter()
        for scalar in line.unicodeScalars { splitter.take(scalar) }
        return Partial(
            words: splitter.words, last: String(splitter.word), lastLength: splitter.length)
    }

    /// The word, quoted so that splitting returns it unchanged.
    static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "-_.+:/@%,=~".unicodeScalars.contains(scalar)
        }
        if isPlain, !word.isEmpty { return word }
        let inside = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(inside)\""
    }

    private var words: [String] = []
    private var word = String.UnicodeScalarView()
    private var length = 0
    private var quote: Unicode.Scalar?
    private var isInWord = false
    private var isEscaped = false
    private var isComment = false

    private mutating func take(_ scalar: Unicode.Scalar) {
        if isComment { return }
        if quote == nil, !isEscaped, scalar == "#", !isInWord {
            isComment = true
            return
        }
        if quote == nil, !isEscaped, scalar.properties.isWhitespace {
            endWord()
            return
        }
        isInWord = true
        length += 1
        if isEscaped {
            // In double quotes a backslash is literal unless it protects the next character.
            if quote == "\"", scalar != "\"", scalar != "\\" { word.append("\\") }
            word.append(scalar)
            isEscaped = false
        } else if scalar == "\\", quote != "'" {
            isEscaped = true
        } else if let open = quote {
            if scalar == open { quote = nil } else { word.append(scalar) }
        } else if scalar == "'" || scalar == "\"" {
            quote = scalar
        } else {
            word.append(scalar)
        }
    }

    private mutating func endWord() {
        if isInWord { words.append(String(word)) }
        word = .init()
        length = 0
        isInWord = false
    }
}
