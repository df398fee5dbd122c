import ArgumentParser
import Control

/// `scripts`: the drop-in folder and its state.
struct ScriptsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "scripts", abstract: "List the scripts in the order they run.",
        discussion: """
            Example:
              scripts
            """)

    static let fields = ScriptRecord.fields

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        try await session.list(try await session.ask(ListScripts()), as: listing.format)
    }
}
