import ArgumentParser
import Control

/// `accounts`: the accounts and their state.
struct AccountsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "List the accounts and their state.",
        discussion: """
            Examples:
              accounts
              accounts --refresh
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = AccountRecord.fields

    @Argument(help: "Only this account.")
    var account: String?

    @Flag(help: "Refresh from the providers.")
    var refresh = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        var request = ListAccounts(refresh: refresh)
        request.account = account
        let accounts = try await session.ask(request)
        try await session.list(accounts.rows, as: listing.format, isWhole: account != nil)
        if listing.format == .table { await session.remark(shortagesOf: accounts.rows) }
        try accounts.mustBeWhole()
    }
}

extension Session {
    /// The budgets that are too small, for which a table of accounts or of the plan has no room.
    func remark(shortagesOf accounts: [AccountRecord]) async {
        for account in accounts {
            guard let shortage = account.shortage else { continue }
            await terminal.remark("\(account.name): \(shortage)")
        }
    }
}
