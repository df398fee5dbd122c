import ArgumentParser
import Control

/// `sql`: questions nobody foresaw.
struct SQLCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", abstract: "Ask the database with one reading SQL statement.",
        discussion: """
            It cannot change anything: it runs in a process of its own that can only read. A PRAGMA \
            that only tells something is run as well. Every value is text in --json, and null where \
            there is none.

            Examples:
              sql "SELECT name FROM sqlite_schema WHERE type = 'table'"
              sql "SELECT sender, count(*) AS n FROM message GROUP BY sender" --csv
              sql "PRAGMA table_info(message)"
            """)

    @Argument(help: "The statement, in quotes.")
    var query: [String]

    @Option(help: ArgumentHelp("How many rows at most.", valueName: "count"))
    var limit = Count(1000)

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let request = RunQuery(query: query.joined(separator: " "), limit: limit.number)
        let table = try await session.ask(request)
        try await session.list(table, as: listing.format)
        if table.isCut {
            await session.terminal.remark(
                "Only the first \(table.rows.count) rows are shown; --limit takes more.")
        }
    }
}
