import ArgumentParser
import Control

/// `tag`: gives a line tags, which scripts and listings can choose lines by.
struct TagCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag", abstract: "Add tags to a line, or remove them.",
        discussion: """
            Each word is a tag; put several words in quotes to make one tag of them. A tag has at \
            most 100 characters, a line at most 200 tags.

            Examples:
              tag 7 bank shared
              tag bank shared --remove
            """)

    static let fields = LineRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Argument(parsing: .allUnrecognized, help: "The tags.")
    var tags: [String] = []

    @Flag(help: "Remove them.")
    var remove = false

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        if try words().isEmpty { throw ValidationError("Give at least one tag.") }
    }

    private func words() throws -> [String] {
        try FreeWords(tags, of: Self.configuration.commandName ?? "tag").all
    }

    func run(in session: Session) async throws {
        let record = try await session.ask(
            TagLine(line: line, tags: try words(), remove: remove))
        guard listing.format == .table else {
            return try await session.list([record], as: listing.format)
        }
        let name = record.spokenName
        try await session.terminal.write(
            record.tags.isEmpty
                ? "Line \(record.id), \(name), has no tags now."
                : "Line \(record.id), \(name), has the tags \(record.tags.joined(separator: ", "))."
        )
    }
}
