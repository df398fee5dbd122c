import ArgumentParser
import Control

/// `label`: gives a line a name.
struct LabelCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "label", abstract: "Give a line a label.",
        discussion: """
            The label can then be used in place of the line's id. It has at most 60 characters \
            and cannot be a number or a command word.

            Examples:
              label 7 bank
              label bank --remove
            """)

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Argument(parsing: .allUnrecognized, help: "The label.")
    var text: [String] = []

    @Flag(help: "Remove the label.")
    var remove = false

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        let name = try name()
        if name.isEmpty != remove { throw ValidationError("Give either a label or --remove.") }
        guard remove || !name.joined().allSatisfy(\.isWhitespace) else {
            throw ValidationError("A label must not be empty. Remove it with --remove.")
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
            try await session.terminal.write("Line \(record.id), \(number), has no label now.")
        }
    }
}
