import ArgumentParser
import Control
import Lines

/// `webhooks`: the addresses to which a provider sends its events.
struct WebhooksCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks", abstract: "List and change a provider's webhooks.",
        discussion: """
            For other programs of yours. The one for this program is set up by itself, if push is \
            in config.lua; it is in the list too, and is restored if you change it. A threshold is \
            the balance below which balance.low is sent. The secret that signs the calls is shown \
            only when a webhook is created.

            Examples:
              webhooks
              webhooks --create https://example.org/sms --events sms.received
              webhooks --edit wh_2 --events sms.received,balance.low --threshold 5
              webhooks --edit wh_2 --paused off
              webhooks --deliveries wh_2 --limit 20
            """)

    static let fields = WebhookEntry.fields
    static let otherFields = [
        OtherFields("with `--create`", CreatedWebhook.fields),
        OtherFields("with `--deliveries`", WebhookDeliveryEntry.fields),
        OtherFields("with `--delete` or `--test`", Done.fields),
    ]

    @Option(help: "Of this account.")
    var account: String?

    @Option(help: ArgumentHelp("Have events sent to this address.", valueName: "address"))
    var create: String?

    @Option(help: ArgumentHelp("Change this one.", valueName: "webhook"))
    var edit: String?

    @Option(help: ArgumentHelp("Delete this one.", valueName: "webhook"))
    var delete: String?

    @Option(help: ArgumentHelp("Have a test event sent to this one.", valueName: "webhook"))
    var test: String?

    @Option(
        help: ArgumentHelp("List the latest calls of this one.", valueName: "webhook"))
    var deliveries: String?

    @Option(help: ArgumentHelp("Its new address.", valueName: "address"))
    var url: String?

    @Option(help: ArgumentHelp("The events, separated by commas.", valueName: "events"))
    var events: String?

    @Option(
        help: ArgumentHelp("Balance below which balance.low is sent.", valueName: "price"),
        transform: Price.read)
    var threshold: Price?

    @Option(help: ArgumentHelp("What it is for.", valueName: "text"))
    var description: String?

    @Option(help: ArgumentHelp("Whether it is active: on or off.", valueName: "setting"))
    var active: Switch?

    @Option(
        help: ArgumentHelp(
            "Whether it is paused: on, or off to resume it.", valueName: "setting"))
    var paused: Switch?

    @Option(
        help: ArgumentHelp("Number of calls on a page (default 100).", valueName: "count"),
        transform: Count.read)
    var limit: Count?

    @Option(
        help: ArgumentHelp("The page of calls (default 1).", valueName: "page"),
        transform: Count.read)
    var page: Count?

    @Flag(name: .shortAndLong, help: "Delete without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        let chosen = [create, edit, delete, test, deliveries].count { $0 != nil }
        guard chosen < 2 else {
            throw ValidationError(
                "Give one of --create, --edit, --delete, --test and --deliveries.")
        }
        let hasSettings = events != nil || threshold != nil || description != nil
        let hasChanges = url != nil || active != nil || paused != nil
        guard !hasSettings || create != nil || edit != nil, !hasChanges || edit != nil else {
            throw ValidationError(
                "--events, --threshold and --description go with --create and --edit; --url, "
                    + "--active and --paused with --edit.")
        }
        guard edit == nil || hasSettings || hasChanges else {
            throw ValidationError("Nothing to change: give at least one setting.")
        }
        guard limit == nil && page == nil || deliveries != nil else {
            throw ValidationError("--limit and --page go with --deliveries.")
        }
    }

    func run(in session: Session) async throws {
        let accounts = try await accounts(in: session)
        if let create {
            let made = CreatedWebhook(
                card: try await ask(session, accounts, "create-webhook", [create] + settings))
            return try await tell(made, in: session)
        }
        if let edit {
            let changes =
                settings
                + [
                    url.map { "url=\($0)" }, active.map { "active=\($0 == .on ? "yes" : "no")" },
                    paused.map { "paused=\($0 == .on ? "yes" : "no")" },
                ].compactMap { $0 }
            let table = try await ask(session, accounts, "edit-webhook", [edit] + changes)
            return try await session.list(
                [WebhookEntry(of: try only(accounts), card: table)], as: listing.format)
        }
        if let delete { return try await remove(delete, accounts, in: session) }
        if let test {
            let answer = try await ask(session, accounts, "test-webhook", [test]).facts
            let event = answer["kind"].map { " (\($0))" } ?? ""
            return try await session.tell(
                Done("A test event\(event) is on its way to webhook \(test)."),
                as: listing.format)
        }
        if let deliveries {
            let words = [limit.map { "limit=\($0)" }, page.map { "page=\($0)" }]
                .compactMap { $0 }
            let table = try await ask(
                session, accounts, "deliveries", [deliveries] + words, isChange: false)
            return try await session.list(
                table.objects.map(WebhookDeliveryEntry.init), as: listing.format)
        }
        var rows: [WebhookEntry] = []
        for account in accounts {
            let table = try await session.ask(AskProvider(account: account, what: "webhooks"))
            rows += table.objects.map { WebhookEntry(of: account, $0) }
        }
        try await session.list(rows, as: listing.format)
    }

    private var settings: [String] {
        [
            events.map { "events=\($0)" }, threshold.map { "threshold=\($0.decimal)" },
            description.map { "what=\($0)" },
        ].compactMap { $0 }
    }

    /// The accounts whose provider has webhooks that can be changed here.
    private func accounts(in session: Session) async throws -> [String] {
        if let account { return [account] }
        let known = try await session.ask(ListAccounts(refresh: false)).rows
        let able = known.filter { $0.operations.contains(Self.operation) }.map(\.name)
        guard !able.isEmpty else {
            throw ControlFailure(
                .failed,
                "No account has webhooks that can be changed here: its provider has them set up on "
                    + "its website. `accounts --json` shows the address to enter there.")
        }
        return able
    }

    private static let operation = "set up its webhook"

    private func only(_ accounts: [String]) throws -> String {
        guard accounts.count == 1 else {
            throw ControlFailure(
                .usage,
                "Several accounts have webhooks. Add --account: \(accounts.joined(separator: ", "))."
            )
        }
        return accounts[0]
    }

    private func ask(
        _ session: Session, _ accounts: [String], _ what: String, _ words: [String],
        isChange: Bool = true
    ) async throws -> TableRecord {
        try await session.ask(
            AskProvider(
                account: try only(accounts), what: what, words: words, isAgreed: isChange))
    }

    private func remove(
        _ webhook: String, _ accounts: [String], in session: Session
    ) async throws {
        let consent = Consent(session: session, isGiven: yes)
        try consent.mustBePossible()
        try await consent.toGoAhead(
            "Delete webhook \(webhook)?", otherwise: "Nothing was deleted.")
        _ = try await ask(session, accounts, "delete-webhook", [webhook])
        try await session.tell(
            Done("Webhook \(webhook) was deleted."), as: listing.format)
    }

    private func tell(_ made: CreatedWebhook, in session: Session) async throws {
        guard listing.format == .table else {
            return try await session.list([made], as: listing.format)
        }
        var card = Card(isStyled: false)
        card.fields([
            ("webhook", made.id), ("url", made.url),
            ("events", made.events.joined(separator: ", ")), ("threshold", made.threshold),
            ("secret", made.secret),
        ])
        try await session.terminal.write(card.text)
        await session.terminal.remark("Keep the secret: it is shown only now.")
    }
}
