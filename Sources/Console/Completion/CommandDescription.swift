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
        private var completionKind: [String: Anything]?

        /// Whether its value is the path of a file.
        var isFile: Bool { completionKind?["file"] != nil }

        private struct Anything: Decodable, Sendable {
            init(from decoder: any Decoder) {}
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

    /// The descriptions of all commands, by name.
    static let all: [String: CommandDescription] = {
        var descriptions: [String: CommandDescription] = [:]
        for command in CommandList.all {
            descriptions[command._commandName] = CommandDescription(of: command)
        }
        return descriptions
    }()

    private init?(of command: any ConsoleCommand.Type) {
        struct Dump: Decodable {
            var command: CommandDescription
        }
        let dump = try? JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8))
        guard let dump else { return nil }
        self = dump.command
    }
}
