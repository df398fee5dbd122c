import ArgumentParser
import Control
import Foundation

/// `backup`: a copy of the database while the manager runs.
struct BackupCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a copy of the database to a new file.",
        discussion: """
            The copy is complete and consistent although the manager goes on working.

            Example:
              backup ~/linekeeper-2026-02-01.db
            """)

    @Argument(help: "A file that does not exist yet.", completion: .file())
    var file: String

    func run(in session: Session) async throws {
        // The manager may stand in another folder than the person does.
        let path = (file as NSString).expandingTildeInPath
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        let done = try await session.ask(BackUp(file: absolute))
        try await session.terminal.write("\(done.message)")
    }
}
