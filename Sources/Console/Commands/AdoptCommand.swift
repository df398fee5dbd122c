import ArgumentParser
import Control

/// `adopt`: adopts lines bought elsewhere.
struct AdoptCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Adopt lines held at the provider but not tracked here.",
        discussion: """
            For example, lines bought on the provider's website. Without an id, adopts all of \
            them. Earlier messages are stored and marked as backlog; scripts see them, and they \
            are forwarded only with --forward. After an account was renamed in config.lua, --from \
            moves its lines to the new name.

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

    @Option(help: "Only this account.")
    var account: String?

    @Flag(help: "Also forward earlier messages.")
    var forward = false

    @Option(
        help: ArgumentHelp(
            "Move the lines of this account, which is no longer in config.lua.",
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
