package import ArgumentParser

/// A command of the console.
///
/// Defined once: the prompt, a file of commands and the shell all parse this type, and help,
/// completion and the reference are derived from it. Everything it needs from its surroundings
/// comes with the session.
package protocol ConsoleCommand: AsyncParsableCommand {
    /// The names of the fields in its output, for the reference; empty if it lists nothing.
    static var fields: [String] { get }

    /// The fields of its output with certain options.
    static var otherFields: [OtherFields] { get }

    /// Whether the rest of the line is one text that keeps its quotes, as for SQL.
    static var readsRest: Bool { get }

    /// What a chat must be permitted so that it can be used there; nil if it is only for a terminal.
    static var chatPermission: ChatPermission? { get }

    /// Carries out the command.
    ///
    /// - Throws: `ControlFailure` with the exit code, or `ValidationError` for a usage error that
    ///   parsing cannot detect.
    func run(in session: Session) async throws
}

extension ConsoleCommand {
    /// A message is a complete sentence and needs no `Error:` prefix.
    package static var _errorPrefix: String { "" }

    package static var fields: [String] { [] }

    package static var otherFields: [OtherFields] { [] }

    package static var readsRest: Bool { false }

    package static var chatPermission: ChatPermission? { nil }
}

/// The fields of a command's output with certain options.
package struct OtherFields: Sendable {
    /// The condition: `with --try`.
    let condition: String
    let names: [String]

    init(_ condition: String, _ names: [String]) {
        self.condition = condition
        self.names = names
    }
}
