import ArgumentParser
import Control

/// `channels`: the destinations of forwards.
struct ChannelsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "channels", abstract: "List the channels, or send a test through one.",
        discussion: """
            Examples:
              channels
              channels --test phone
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = ChannelRecord.fields
    static let otherFields = [OtherFields("with `--test`", Done.fields)]

    @Option(help: ArgumentHelp("Send a test through this channel.", valueName: "channel"))
    var test: String?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        if let test {
            let done = try await session.ask(TestChannel(channel: test))
            return try await session.tell(done, as: listing.format)
        }
        try await session.list(try await session.ask(ListChannels()), as: listing.format)
    }
}
