import ArgumentParser
import Control

/// `message`: one message in full.
struct MessageCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "Show one message in full.",
        discussion: """
            Example:
              message 12
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = MessageRecord.fields

    @Argument(help: "The message's id.")
    var message: Int64

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let record = try await session.ask(ShowMessage(id: message))
        guard listing.format == .table else {
            return try await session.list([record], as: listing.format)
        }
        try await session.terminal.write(MessageCard(message: record, session: session).text)
    }
}
