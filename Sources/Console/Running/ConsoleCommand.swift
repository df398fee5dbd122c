package import ArgumentParser

/// A command of the console.
///
/// Defined once: the prompt, a script of lines and the shell all parse this same type, and help,
/// completion and the reference are read off it. What it needs from its surroundings comes with the
/// session.
package protocol ConsoleCommand: AsyncParsableCommand {
    /// The names of the fields in what it lists, for the reference; empty when it lists nothing.
    static var fields: [String] { get }

    /// The same of what it answers instead under some of its options.
    static var otherFields: [OtherFields] { get }

    /// Whether what follows the command is one text that keeps its quotes, as SQL does.
    static var readsRest: Bool { get }

    /// Does what it says.
    ///
    /// - Throws: `ControlFailure` with the exit code in it, or `ValidationError` for a usage that
    ///   only shows here.
    func run(in session: Session) async throws
}

extension ConsoleCommand {
    /// A message is a sentence of its own and needs no `Error:` before it.
    package static var _errorPrefix: String { "" }

    package static var fields: [String] { [] }

    package static var otherFields: [OtherFields] { [] }

    package static var readsRest: Bool { false }
}

/// The fields a command answers with under some of its options.
package struct OtherFields: Sendable {
    /// When it does: `with --try`.
    let condition: String
    let names: [String]

    init(_ condition: String, _ names: [String]) {
        self.condition = condition
        self.names = names
    }
}
