import ArgumentParser
import Foundation

/// The argument parser's description of a command, for completion and for the reference.
///
/// Decoded from the JSON of the parser's `--experimental-dump-help`, so that nothing about a
/// command is written twice.
struct CommandDescription: Decodable, Sendable {
    struct Argument: Decodable, Sendable {
        struct Name: Decodable, Sendable {
            var kind: String
            var name: String

            var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
        }

        /// `positional`, `option` or `flag`.
        var kind: String
        var shouldDisplay: Bool
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        /// Also the kind of completion: `line`, `service`, ...
        var valueName: String?
        var abstract: String?
        var defaultValue: String?
        /// All possible values, if they are fixed.
        var allValues: [String]?
        private var completionKind: CompletionKind?

        /// Whether its value is the path of a file.
        var isFile: Bool { completionKind?.file != nil }

        /// Words that are possible beside those the manager knows.
        var otherWords: [String] { completionKind?.list?.values ?? [] }

        private struct CompletionKind: Decodable, Sendable {
            struct File: Decodable, Sendable {
                init(from decoder: any Decoder) {}
            }
            struct List: Decodable, Sendable {
                var values: [String]
            }

            var file: File?
            var list: List?
        }

        var longName: String? { names?.first { $0.kind == "long" }?.text }
    }

    var commandName: String
    var abstract: String?
    var discussion: String?
    var arguments: [Argument]?

    var options: [Argument] {
        (arguments ?? []).filter { $0.kind != "positional" && $0.shouldDisplay }
    }

    var positionals: [Argument] {
        (arguments ?? []).filter { $0.kind == "positional" && $0.shouldDisplay }
    }

    /// The words with each value that begins with a hyphen, such as `--limit -1`, written as
    /// `--limit=-1`: otherwise the parser takes it for an option and says that the value is missing.
    /// A script whose name begins with one, such as `-draft.lua`, and a number below 0, which its
    /// command refuses with what may be given, are put after a `--`.
    ///
    /// After a `--` every word is literal; but of `script` only the name is, as no other word of it
    /// begins with a hyphen.
    func bindingValues(_ words: [String]) -> [String] {
        let options = (arguments ?? []).filter { $0.kind != "positional" }
        func option(_ word: String) -> Argument? {
            options.first { $0.names?.contains { $0.text == word } ?? false }
        }
        let end = words.firstIndex(of: "--") ?? words.endIndex
        var (parsed, behind) = (Array(words[..<end]), words[end...])
        var literal: Int?
        if namesOneFile, behind.count > 1 {
            literal = end
            parsed += behind.dropFirst()
            behind = []
        }
        var bound: [(word: String, isValue: Bool)] = []
        var awaitsValue = false
        for (place, word) in parsed.enumerated() {
            if place == literal {
                bound.append((word, true))
                awaitsValue = false
            } else if awaitsValue, word.hasPrefix("-"), option(word) == nil {
                bound[bound.count - 1].word += "=\(word)"
                awaitsValue = false
            } else {
                let isWord = !word.hasPrefix("-") || isFile(word) || isNumber(word)
                let isValue = !awaitsValue && isWord
                bound.append((word, isValue))
                awaitsValue =
                    !awaitsValue && word.hasPrefix("--") && option(word)?.kind == "option"
            }
        }
        guard bound.contains(where: { $0.isValue && $0.word.hasPrefix("-") }) else {
            return bound.map(\.word) + behind
        }
        let (values, others) = (bound.filter(\.isValue), bound.filter { !$0.isValue })
        return others.map(\.word) + ["--"] + values.map(\.word) + behind.dropFirst()
    }

    /// Whether its first word is the name of a file in the scripts folder, and no other word is.
    private var namesOneFile: Bool { positionals.first?.valueName == "script" }

    /// Whether a word that begins with a hyphen names a file of Lua and is no option.
    private func isFile(_ word: String) -> Bool {
        guard namesOneFile || positionals.first?.valueName == "files" else { return false }
        let names = (arguments ?? []).flatMap { $0.names ?? [] }.map(\.text) + ["-h", "-help"]
        guard !names.contains(word) else { return false }
        return !word.hasPrefix("--") || (word.hasSuffix(".lua") && !word.contains("="))
    }

    /// Whether a word is a number below 0 in the place of an argument, and no free text.
    private func isNumber(_ word: String) -> Bool {
        word.hasPrefix("-") && word.dropFirst().first.map { $0.isNumber || $0 == "." } == true
            && !positionals.isEmpty && !positionals.contains(where: \.isRepeating)
    }

    /// The descriptions of all commands, by name.
    static let all: [String: CommandDescription] = {
        var descriptions: [String: CommandDescription] = [:]
        for command in CommandList.all {
            descriptions[command._commandName] = CommandDescription(of: command)
        }
        return descriptions
    }()

    init?(of command: any ParsableCommand.Type) {
        struct Dump: Decodable {
            var command: CommandDescription
        }
        let dump = try? JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8))
        guard let dump else { return nil }
        self = dump.command
    }
}
