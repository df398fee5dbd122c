import ArgumentParser
import Control

/// `refund`: returns a rental for a refund.
struct RefundCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund", abstract: "Return a rental for a refund.",
        discussion: """
            Shows the refund and asks first, because the number is lost.

            Example:
              refund 7
            """)

    static let chatPermission: ChatPermission? = .paid

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Flag(name: .shortAndLong, help: "Do it without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        try await ReturnLine(kind: "refund", line: line, isAgreed: yes, format: listing.format)
            .run(in: session)
    }
}
