import ArgumentParser
import Control

/// `doubts`: paid calls whose outcome is unknown.
struct DoubtsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "doubts", abstract: "List paid calls whose outcome is unknown.",
        discussion: """
            A doubt is settled automatically once the provider can be asked. Dismiss one only if \
            you know that the call was not carried out.

            Examples:
              doubts
              doubts --dismiss 31
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = DoubtRecord.fields
    static let otherFields = [OtherFields("with `--dismiss`", Done.fields)]

    @Option(help: ArgumentHelp("Settle this action as not carried out.", valueName: "action"))
    var dismiss: Int64?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        if let dismiss {
            let done = try await session.ask(DismissDoubt(action: dismiss))
            return try await session.tell(done, as: listing.format)
        }
        try await session.list(
            try await session.ask(ListDoubts()), as: listing.format, isWhole: true)
    }
}
