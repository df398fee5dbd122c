import ArgumentParser

/// Words of a person's own: a label, what to search for.
///
/// Before a `--` a dash begins an option; behind it every word is taken as it stands.
struct FreeWords: Equatable, Sendable {
    /// What stands before the `--`.
    let plain: [String]
    /// What stands behind it.
    let literal: [String]

    var all: [String] { plain + literal }

    /// - Parameters:
    ///   - words: what the parser did not take for an option of `command`, the `--` among it.
    ///   - command: whose options may have been meant.
    ///   - isDashMeant: whether one dash before a word means something.
    init(_ words: [String], of command: String, isDashMeant: Bool = false) throws {
        let end = words.firstIndex(of: "--")
        plain = Array(words[..<(end ?? words.endIndex)])
        literal = end.map { Array(words[($0 + 1)...]) } ?? []
        let option = plain.first { $0.hasPrefix(isDashMeant ? "--" : "-") }
        guard let option else { return }
        let known = CommandSheet.all[command]?.options.compactMap(\.longName) ?? []
        let near = NearestName.of(option, among: known).map { "Did you mean '\($0)'?" }
        throw ValidationError(
            "Unknown option '\(option)'. "
                + (near ?? "Words that begin with a dash stand behind --, which ends the options."))
    }
}
