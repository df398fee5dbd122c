import ArgumentParser
import Control
import Lines

/// `spend`: the ledger.
struct SpendCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "spend", abstract: "List charges and refunds, newest first.",
        discussion: """
            Charges are negative, refunds positive. With --by they are summed up, with a bar for \
            each sum; amounts of different currencies are never added.

            Examples:
              spend
              spend --since 30d --csv
              spend --by month
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = SpendRecord.fields
    static let otherFields = [OtherFields("with `--by`", SpendSumRecord.fields)]

    /// What sums are made by.
    enum Grouping: String, CaseIterable, ExpressibleByArgument, Sendable {
        case account, service, line, month
    }

    @Option(help: "Sum up by account, service, line or month.")
    var by: Grouping?

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
        if let by { return try await sums(by: by, in: session) }
        var request = ListSpending(limit: limit.number)
        request.sinceSeconds = since?.seconds
        let entries = try await session.ask(request)
        try await session.list(entries, as: listing.format)
        guard listing.format == .table, entries.count > 1 else { return }
        let sums = SpendCommand.sums(of: entries).map(\.description)
        let what = entries.count == limit.number ? "Total of these \(entries.count)" : "Total"
        try await session.terminal.write("\(what): \(sums.joined(separator: ", "))")
    }

    private func sums(by grouping: Grouping, in session: Session) async throws {
        var request = SumSpending(by: grouping.rawValue, limit: limit.number)
        request.sinceSeconds = since?.seconds
        if grouping == .month {
            // Nothing is older than the program.
            let begin = Instant(rfc3339: "2024-01-01T00:00:00Z") ?? session.clock.now()
            let clock = session.clock.zone.offsets(from: begin, to: session.clock.now())
            request.clock = clock.contains { $0.seconds != 0 } ? clock : nil
        }
        let sums = try await session.ask(request)
        guard listing.format == .table, !sums.isEmpty else {
            return try await session.list(sums, as: listing.format)
        }
        let chart = BarChart(sums.compactMap(\.money), screen: session.terminal.width)
        let bars = Column<SpendSumRecord>(tableOnly: "", rank: 1) { sum, _ in chart.bar(sum.money) }
        try await session.list(sums, columns: SpendSumRecord.columns + [bars], as: .table)
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
