import ArgumentParser
import Control

/// `adopt`: adopts lines bought elsewhere.
struct AdoptCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Take up lines held at the provider and not known here.",
        discussion: """
            Such as those bought on the provider's own site. Without an id, all that are found. What \
            they had received before is stored and marked as backlog; scripts see it, and it is forwarded \
            only with --forward. An account that was renamed in config.lua goes on with the lines of the \
            one it was with --from.

            Examples:
              adopt
              adopt ABCD1234 --account pool
              adopt main --from pool
            """)

    static let fields = LineRecord.fields

    @Argument(
        help: ArgumentHelp(
            "The provider's id of the order or rental; with --from, the account.", valueName: "id"))
    var providerId: String?

    @Option(help: "Look at this account only.")
    var account: String?

    @Flag(help: "Forward what the lines had received before, too.")
    var forward = false

    @Option(
        help: ArgumentHelp(
            "Move the lines of this account, which config.lua no longer names.",
            valueName: "account"))
    var from: String?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let lines = try await session.ask(
            from == nil
                ? AdoptLines(account: account, providerId: providerId, forward: forward)
                : AdoptLines(account: account ?? providerId, from: from))
        if lines.isEmpty, listing.format == .table {
            return await session.terminal.remark("Nothing to adopt: all lines are already tracked.")
        }
        try await session.list(lines, as: listing.format)
    }
}
