/// A shell command pasted at the prompt: `linekeeper lines --home /srv/numbers`.
struct ShellLine: Equatable {
    /// The command to run here.
    let command: String
    /// The home it names; nil if none.
    let home: String?

    /// Nil if it does not start with the program's name.
    init?(_ line: String) {
        let text = line.trimmed
        let name = text.prefix { !$0.isWhitespace }
        guard name == "linekeeper" || name.hasSuffix("/linekeeper") else { return nil }
        let rest = text.dropFirst(name.count).trimmed
        (home, command) = Self.leading(rest) ?? Self.trailing(rest) ?? (nil, String(rest))
    }

    /// Looks only at either end: the text in between may be a statement with words of its own.
    private static func leading(_ text: Substring) -> (String?, String)? {
        let option = text.prefix { !$0.isWhitespace }
        var behind = text.dropFirst(option.count).trimmed
        if option.hasPrefix("--home=") {
            return (String(option.dropFirst("--home=".count)), String(behind))
        }
        guard option == "--home" else { return nil }
        let folder = behind.prefix { !$0.isWhitespace }
        behind = behind.dropFirst(folder.count).trimmed
        return (String(folder), String(behind))
    }

    private static func trailing(_ text: Substring) -> (String?, String)? {
        let option = text.ranges(of: "--home").last
        guard let option,
            let words = try? WordSplitter.words(of: String(text[option.lowerBound...]))
        else { return nil }
        let before = String(text[..<option.lowerBound].trimmed)
        if words.count == 1, words[0].hasPrefix("--home=") {
            return (String(words[0].dropFirst("--home=".count)), before)
        }
        return words.count == 2 && words[0] == "--home" ? (words[1], before) : nil
    }
}
