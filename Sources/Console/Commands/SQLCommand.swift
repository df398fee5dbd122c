import ArgumentParser
import Control
import Lines

/// `sql`: queries that no other command covers.
struct SQLCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", abstract: "Run one read-only SQL query.",
        discussion: """
            It cannot change anything: it runs in a process of its own that can only read. A PRAGMA \
            that only tells something is run as well. The fields are the \
            columns of the query; every value is text in --json, and null where there is none. At the prompt the statement needs no quotes around it, and those in it are \
            SQL's own.

            Examples:
              sql SELECT id, text FROM message WHERE sender = 'MYBANK' --limit 5
              sql "SELECT name FROM sqlite_schema WHERE type = 'table'"
              sql "SELECT sender, count(*) AS n FROM message GROUP BY sender" --csv
              sql "PRAGMA table_info(message)"
            """)

    static let readsRest = true

    @Argument(help: "The statement; in quotes where a shell reads it first.")
    var query: [String]

    @Option(
        help: ArgumentHelp("How many rows at most. Without it: 1000.", valueName: "count"),
        transform: Count.read)
    var limit = Count(1000)

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let request = RunQuery(query: query.joined(separator: " "), limit: limit.number)
        let table = try await session.ask(request)
        try await session.list(
            table, as: listing.format, nothing: "The query found no rows.")
        if table.isCut {
            await session.terminal.remark(
                "Cut after \(counted(table.rows.count, "row")). Add --limit for more.")
        }
    }
}
