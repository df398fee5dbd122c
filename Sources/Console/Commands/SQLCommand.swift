import ArgumentParser
import Control
import Lines

/// `sql`: queries that no other command covers.
struct SQLCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", abstract: "Run one read-only SQL query.",
        discussion: """
            It cannot change anything: it runs in a separate process that can only read. A PRAGMA \
            that only reads is allowed too. The fields are the columns of the query; every value \
            is text in --json, or null. At the prompt the statement needs no quotes around it, \
            and quotes inside it belong to SQL.

            Examples:
              sql SELECT id, text FROM message WHERE sender = 'MYBANK' --limit 5
              sql "SELECT name FROM sqlite_schema WHERE type = 'table'"
              sql "SELECT sender, count(*) AS n FROM message GROUP BY sender" --csv
              sql "PRAGMA table_info(message)"
            """)

    static let readsRest = true

    @Argument(help: "The statement; quote it in a shell.")
    var query: [String]

    @Option(
        help: ArgumentHelp("Maximum number of rows (default 1000).", valueName: "count"),
        transform: Count.read)
    var limit = Count(1000)

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let request = RunQuery(query: query.joined(separator: " "), limit: limit.number)
        let table = try await session.ask(request)
        try await session.list(
            table, as: listing.format, nothing: "No rows.")
        if table.isCut {
            await session.terminal.remark(
                "Cut after \(counted(table.rows.count, "row")). Use --limit for more.")
        }
    }
}
