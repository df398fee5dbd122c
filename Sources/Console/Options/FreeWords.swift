import ArgumentParser

/// Free text from a person: a label or search terms.
///
/// Before a `--` a dash begins an option; after it every word is literal.
struct FreeWords: Equatable, Sendable {
    /// The words before the `--`.
    let plain: [String]
    /// The words after it.
    let literal: [String]

    var all: [String] { plain + literal }

    /// - Parameters:
    ///   - words: the words that the parser did not take for an option of `command`, including
    ///     `--`.
    ///   - command: the command whose options may have been meant.
    ///   - isDashMeant: whether a single dash before a word has a meaning.
    init(_ words: [String], of command: String, isDashMeant: Bool = false) throws {
        let end = words.firstIndex(of: "--")
        plain = Array(words[..<(end ?? words.endIndex)])
        literal = end.map { Array(words[($0 + 1)...]) } ?? []
        let option = plain.first { $0.hasPrefix(isDashMeant ? "--" : "-") }
        guard let option else { return }
        let known = CommandDescription.all[command]?.options.compactMap(\.longName) ?? []
        let near = NearestName.of(option, among: known).map { "Did you mean '\($0)'?" }
        throw ValidationError(
            "Unknown option '\(option)'. "
                + (near ?? "Put words that start with a dash after --."))
    }
}
