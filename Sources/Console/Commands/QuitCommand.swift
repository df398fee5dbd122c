import ArgumentParser
import Control

/// `quit`: leaves the console.
struct QuitCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "quit", abstract: "Leave the console.",
        discussion: """
            Example:
              quit
            """)

    /// Thrown to the console, which then ends.
    struct Request: Error {}

    func run(in session: Session) async throws {
        throw Request()
    }
}
