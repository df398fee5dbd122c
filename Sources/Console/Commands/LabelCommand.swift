import ArgumentParser
import Control

/// `label`: gives a line a name.
struct LabelCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "label", abstract: "Give a line a name of your own.",
        discussion: """
            The line can then be named by it everywhere. A label has 60 characters at most, and is no \
            number and no word that commands use.

            Examples:
              label 7 bank
              label bank --remove
            """)

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Argument(parsing: .allUnrecognized, help: "The name.")
    var text: [String] = []

    @Flag(help: "Take the name away.")
    var remove = false

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        let name = try name()
        if name.isEmpty != remove { throw ValidationError("Give either a name or --remove.") }
        guard remove || !name.joined().allSatisfy(\.isWhitespace) else {
            throw ValidationError("A label must not be empty. Take it away with --remove.")
        }
    }

    private func name() throws -> [String] {
        try FreeWords(text, of: Self.configuration.commandName ?? "label").all
    }

    func run(in session: Session) async throws {
        let request = LabelLine(line: line, text: try name().joined(separator: " "))
        let record = try await session.ask(request)
        guard listing.format == .table else {
            return try await session.list([record], as: listing.format)
        }
        let number = record.number ?? "has no number yet"
        if let label = record.label, !label.isEmpty {
            try await session.terminal.write("Line \(record.id), \(number), is now \(label).")
        } else {
            try await session.terminal.write("Line \(record.id), \(number), has no name now.")
        }
    }
}
