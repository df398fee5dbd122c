import ArgumentParser

/// A line whose command takes the rest as one text, including quotes: `sql SELECT 'a b'`.
///
/// Options of the command may come before or after the text. A text quoted as a whole, as required
/// by a shell, loses those quotes and no others.
struct StatementLine {
    /// The command, its options, and the text as one word.
    let words: [String]

    /// Nil if the line belongs to another command.
    init?(_ line: String) {
        let text = line.trimmed
        let name = text.prefix { !$0.isWhitespace }
        guard let type = CommandList.command(named: String(name)), type.readsRest,
            let description = CommandDescription.all[type._commandName]
        else { return nil }
        var rest = text.dropFirst(name.count).trimmed
        var options: [String] = []
        while let (option, left) = Self.first(of: rest, description)
            ?? Self.last(of: rest, description)
        {
            options += option
            rest = left
        }
        let statement = Self.unquoted(rest)
        words = [String(name)] + options + (statement.isEmpty ? [] : ["--", statement])
    }

    private static func first(
        of text: Substring, _ description: CommandDescription
    ) -> (option: [String], left: Substring)? {
        let word = text.prefix { !$0.isWhitespace }
        let behind = text.dropFirst(word.count).trimmed
        if isWhole(word, description) { return ([String(word)], behind) }
        guard takesValue(word, description) else { return nil }
        let value = behind.prefix { !$0.isWhitespace }
        return ([String(word), String(value)], behind.dropFirst(value.count).trimmed)
    }

    private static func last(
        of text: Substring, _ description: CommandDescription
    ) -> (option: [String], left: Substring)? {
        let word = lastWord(of: text)
        let before = text.dropLast(word.count).trimmed
        if isWhole(word, description) { return ([String(word)], before) }
        let name = lastWord(of: before)
        guard takesValue(name, description) else { return nil }
        return ([String(name), String(word)], before.dropLast(name.count).trimmed)
    }

    private static func lastWord(of text: Substring) -> Substring {
        text.suffix(
            from: text.lastIndex(where: \.isWhitespace).map(text.index(after:)) ?? text.startIndex)
    }

    /// A flag, or an option with its value in the same word.
    private static func isWhole(_ word: Substring, _ description: CommandDescription) -> Bool {
        description.options.contains { option in
            (option.names ?? []).contains { name in
                option.kind == "flag" ? name.text == word : word.hasPrefix(name.text + "=")
            }
        }
    }

    private static func takesValue(_ word: Substring, _ description: CommandDescription) -> Bool {
        description.options.contains { option in
            option.kind == "option" && (option.names ?? []).contains { $0.text == word }
        }
    }

    private static func unquoted(_ text: Substring) -> String {
        guard let quote = text.first, quote == "'" || quote == "\"", text.count > 1,
            text.last == quote, !text.dropFirst().dropLast().contains(quote),
            let word = try? WordSplitter.words(of: String(text)).first
        else { return String(text) }
        return word
    }
}
