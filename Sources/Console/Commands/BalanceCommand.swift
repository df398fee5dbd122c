import ArgumentParser
import Control

/// `balance`: the current balances at the providers.
struct BalanceCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance", abstract: "Show the balances at the providers.",
        discussion: """
            If an account does not answer, its last known balance is shown.

            Examples:
              balance
              balance pool --json
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = Balance.fields

    @Argument(help: "Only this account.")
    var account: String?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        var request = ListAccounts(refresh: true)
        request.account = account
        let accounts = try await session.ask(request)
        // An account of the person's own numbers has none.
        let balances = accounts.rows
            .filter { $0.state != "missing" }
            .filter { account != nil || $0.provider != "inbound" }
            .map(Balance.init(account:))
        try await session.list(balances, as: listing.format)
        try accounts.mustBeWhole()
    }
}
