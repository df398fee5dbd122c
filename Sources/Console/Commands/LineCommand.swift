import ArgumentParser
import Control

/// `line`: everything about one line, and its settings at the provider.
struct LineCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "line", abstract: "Show everything about one line, or change a setting.",
        discussion: """
            Give a line by its id, its number, the ending of its number, or its label. --json and \
            --csv give the fields of lines.

            --auto-extend on makes the provider extend a rental by itself, at its own price and \
            regardless of your spending limits; the plan then leaves that rental to it.

            Examples:
              line 7
              line 0123
              line 7 --auto-extend on
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Option(
        help: ArgumentHelp(
            "Whether the provider extends it by itself: on or off.", valueName: "setting"))
    var autoExtend: Switch?

    @Flag(name: .shortAndLong, help: "Turn it on without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        if let autoExtend {
            return try await set(autoExtend == .on, in: session)
        }
        let detail = try await session.ask(ShowLine(line: line))
        guard listing.format == .table else {
            return try await session.list([detail.line], as: listing.format)
        }
        try await session.terminal.write(LineCard(detail: detail, session: session).text)
    }

    private func set(_ isOn: Bool, in session: Session) async throws {
        if isOn {
            let consent = Consent(session: session, isGiven: yes)
            try consent.mustBePossible()
            let quote = try await session.ask(QuoteAutoExtension(line: line))
            try await consent.toStand(quote)
        }
        let record = try await session.ask(SetAutoExtend(line: line, isOn: isOn))
        guard listing.format == .table else {
            return try await session.list([record], as: listing.format)
        }
        try await session.terminal.write(
            isOn
                ? "\(record.account) extends line \(record.id) by itself."
                : "\(record.account) does not extend line \(record.id) by itself.")
    }
}

/// The value of an option that turns something on or off.
enum Switch: String, CaseIterable, ExpressibleByArgument, Sendable {
    case on, off
}
