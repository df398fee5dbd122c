import Console

/// A line as a person types it on a phone, turned into one of the console.
enum TypedLine {
    /// - Without the `/` and the `@bot` of a command of a bot.
    /// - With the first word in small letters: keyboards begin a sentence with a capital.
    /// - With the two hyphens and the plain quotes that keyboards replace by a dash and by curled ones.
    static func line(_ typed: String) -> String {
        var line = ""
        var isAtStart = true
        for character in typed {
            switch character {
            case "\u{2014}" where isAtStart, "\u{2013}" where isAtStart: line += "--"
            case "\u{201C}", "\u{201D}", "\u{201E}": line += "\""
            case "\u{2018}", "\u{2019}", "\u{201A}": line += "'"
            default: line.append(character.isNewline || character == "\u{A0}" ? " " : character)
            }
            isAtStart = character.isWhitespace
        }
        let parts = line.trimmed.split(separator: " ", maxSplits: 1)
        guard var word = parts.first.map(String.init) else { return "" }
        if word.hasPrefix("/") {
            word.removeFirst()
            word = String(word.prefix { $0 != "@" })
            // What every bot is greeted with.
            if word == "start" { word = "help" }
        }
        return ([word.lowercased()] + parts.dropFirst().map(String.init)).joined(separator: " ")
    }
}
