import ArgumentParser
import Control

/// `routes`: the channels of each class of messages.
struct RoutesCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes", abstract: "List the routes and the channels they feed.",
        discussion: """
            Example:
              routes
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = RouteRecord.fields

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        try await session.list(try await session.ask(ListRoutes()), as: listing.format)
    }
}
