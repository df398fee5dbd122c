import ArgumentParser
import Control

/// `plan`: what the manager intends to do, and when.
struct PlanCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what the manager plans to do, soonest first.",
        discussion: """
            Examples:
              plan
              plan bank
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = DutyRecord.fields

    @Argument(help: "Only this line.")
    var line: String?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        try await session.list(
            try await session.ask(ListPlan(line: line)), as: listing.format, isWhole: line != nil)
        guard listing.format == .table, line == nil else { return }
        await session.remark(shortagesOf: try await session.ask(ListAccounts()).rows)
    }
}
