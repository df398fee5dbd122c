import ArgumentParser
import Control

/// `finish`: ends an activation that did its work.
struct FinishCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish", abstract: "End an activation that has its code.",
        discussion: """
            Example:
              finish 7
            """)

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    func run(in session: Session) async throws {
        let outcome = try await session.ask(ActOnLine(kind: "finish", line: line))
        try await Outcome(session: session).tell(outcome)
    }
}
