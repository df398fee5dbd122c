import ArgumentParser
import Control

/// `backup`: a copy of the database while the manager runs.
struct BackupCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a copy of the database to a new file.",
        discussion: """
            The copy is complete and consistent, and the manager keeps running.

            Example:
              backup ~/linekeeper-2026-02-01.db
            """)

    static let fields = Done.fields

    @Argument(help: "A file that does not exist yet.", completion: .file())
    var file: String

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        // A blank name would mean the current folder.
        guard !file.allSatisfy(\.isWhitespace) else {
            throw ValidationError("Give the copy a name, such as copy.db.")
        }
    }

    func run(in session: Session) async throws {
        let done = try await session.ask(BackUp(file: session.folder.file(file)))
        try await session.tell(done, as: listing.format)
    }
}
