/// Tells by its look whether a text is one statement that asks, before SQLite is shown it.
///
/// SQLite carries some settings out while it reads them, among them limits that hold for the whole
/// process, so it must not even be handed a second statement or a `PRAGMA`. Whether what is left
/// writes, SQLite says itself.
struct SingleQuestion {
    private var rest: Substring.UnicodeScalarView

    /// Whether it begins as a question does, and nothing follows it.
    static func matches(_ sql: String) -> Bool {
        var reader = SingleQuestion(rest: Substring(sql).unicodeScalars)
        return reader.beginsAsQuestion() && reader.isOnlyOne()
    }

    private mutating func beginsAsQuestion() -> Bool {
        while true {
            rest = rest.drop { $0.properties.isWhitespace }
            let word = rest.prefix { $0.properties.isAlphabetic }
            rest = rest.dropFirst(word.count)
            switch String(word).uppercased() {
            case "SELECT", "WITH", "VALUES": return true
            case "EXPLAIN", "QUERY", "PLAN": continue
            default: return false
            }
        }
    }

    /// Walks over texts, quoted names and comments, in which a semicolon is nothing special.
    private mutating func isOnlyOne() -> Bool {
        while let scalar = rest.popFirst() {
            switch scalar {
            case "'", "\"", "`": skip(past: [scalar])
            case "[": skip(past: ["]"])
            case "-" where rest.first == "-": skip(past: ["\n"])
            case "/" where rest.first == "*":
                rest.removeFirst()
                skip(past: ["*", "/"])
            case ";": return rest.allSatisfy { $0.properties.isWhitespace }
            default: break
            }
        }
        return true
    }

    private mutating func skip(past end: [Unicode.Scalar]) {
        while !rest.isEmpty, !rest.starts(with: end) { rest.removeFirst() }
        rest = rest.dropFirst(end.count)
    }
}
