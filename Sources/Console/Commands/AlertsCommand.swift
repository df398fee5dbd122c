import ArgumentParser
import Control

/// `alerts`: what is wrong, and whether somebody would hear of it.
struct AlertsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "List what is wrong, or send a trial alert.",
        discussion: """
            Each trouble is told once through alerts.to in config.lua, and once more when it is \
            over.

            Examples:
              alerts
              alerts --all
              alerts --test
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = AlertRecord.fields
    static let otherFields = [OtherFields("with `--test`", Done.fields)]

    @Flag(help: "Also those that are over.")
    var all = false

    @Flag(help: "Send a trial alert, and say what came of it.")
    var test = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        if test {
            let done = try await session.ask(TestAlert())
            return try await session.tell(done, as: listing.format)
        }
        try await session.list(
            try await session.ask(ListAlerts(all: all)), as: listing.format, isWhole: true)
    }
}
