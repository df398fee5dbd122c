import ArgumentParser
import Control

/// `adopt`: takes up lines bought elsewhere.
struct AdoptCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Take up lines held at the provider and not known here.",
        discussion: """
            Such as those bought on the provider's own site. Without an id, all that are found.

            Examples:
              adopt
              adopt ABCD1234 --account pool
            """)

    static let fields = LineRecord.fields

    @Argument(help: ArgumentHelp("The provider's id of the order or rental.", valueName: "id"))
    var providerId: String?

    @Option(help: "Look at this account only.")
    var account: String?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let lines = try await session.ask(AdoptLines(account: account, providerId: providerId))
        if lines.isEmpty, listing.format == .table {
            return await session.terminal.remark("Nothing to adopt: all lines are already tracked.")
        }
        try await session.list(lines, as: listing.format)
    }
}
