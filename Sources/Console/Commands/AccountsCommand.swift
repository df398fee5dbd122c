import ArgumentParser
import Control

/// `accounts`: the accounts and how they are doing.
struct AccountsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "List the accounts and how they are doing.",
        discussion: """
            Examples:
              accounts
              accounts --refresh
            """)

    static let fields = AccountRecord.fields

    @Argument(help: "Only this account.")
    var account: String?

    @Flag(help: "Ask the providers now.")
    var refresh = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        var request = ListAccounts(refresh: refresh)
        request.account = account
        try await session.list(try await session.ask(request), as: listing.format)
    }
}
