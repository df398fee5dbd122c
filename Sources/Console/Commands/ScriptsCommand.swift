import ArgumentParser
import Control

/// `scripts`: the drop-in folder and its state.
struct ScriptsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "scripts",
        abstract: "List the scripts in the order they run, or try all of them.",
        discussion: """
            --try runs all of them, one after the other until one stops the message, and shows \
            their decisions without carrying them out. It takes the same options as for a single script.

            Examples:
              scripts
              scripts --try --last 50
              scripts --try --text "Your code is 482913" --sender MYBANK
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = ScriptRecord.fields
    static let otherFields = [OtherFields("with `--try`", RehearsalRecord.fields)]

    @OptionGroup var trial: TrialOptions

    @OptionGroup var listing: ListingOptions

    func validate() throws { try trial.check() }

    func run(in session: Session) async throws {
        if trial.isTrial {
            return try await ScriptTrial(session: session, format: listing.format)
                .rehearse(trial.request(of: nil))
        }
        try await session.list(try await session.ask(ListScripts()), as: listing.format)
    }
}
