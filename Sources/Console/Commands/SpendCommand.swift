import ArgumentParser
import Control
import Lines

/// `spend`: the ledger.
struct SpendCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "spend", abstract: "List charges and refunds, newest first.",
        discussion: """
            Charges are negative, refunds positive.

            Examples:
              spend
              spend --since 30d --csv
            """)

    static let fields = SpendRecord.fields

    @Option(
        help: ArgumentHelp("Only from the last SPAN, such as 10m or 1d.", valueName: "span"),
        transform: Span.read)
    var since: Span?

    @Option(
        help: ArgumentHelp("Maximum number of rows (default 100).", valueName: "count"),
        transform: Count.read)
    var limit = Count(100)

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        var request = ListSpending(limit: limit.number)
        request.sinceSeconds = since?.seconds
        let entries = try await session.ask(request)
        try await session.list(entries, as: listing.format)
        guard listing.format == .table, entries.count > 1 else { return }
        let sums = SpendCommand.sums(of: entries).map(\.description)
        let what = entries.count == limit.number ? "Total of these \(entries.count)" : "Total"
        try await session.terminal.write("\(what): \(sums.joined(separator: ", "))")
    }

    /// One sum per currency; amounts of different currencies are never added.
    private static func sums(of entries: [SpendRecord]) -> [Money] {
        var sums: [String: Money] = [:]
        for entry in entries {
            guard let amount = Money(decimal: entry.amount, currency: entry.currency) else {
                continue
            }
            sums[entry.currency] = sums[entry.currency].map { $0 + amount } ?? amount
        }
        return sums.keys.sorted().compactMap { sums[$0] }
    }
}
