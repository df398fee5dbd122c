import ArgumentParser
import Control

/// `cancel`: cancels an activation.
struct CancelCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel an activation that has no code.",
        discussion: """
            Shows the refund and asks first, because the number is lost. A provider may lock a \
            new order for some minutes; the cancel is then tried again as soon as it is allowed.

            Example:
              cancel 7 --yes
            """)

    static let chatPermission: ChatPermission? = .paid

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Flag(name: .shortAndLong, help: "Do it without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        try await ReturnLine(kind: "cancel", line: line, isAgreed: yes, format: listing.format)
            .run(in: session)
    }
}
