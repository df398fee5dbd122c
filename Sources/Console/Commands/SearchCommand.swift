import ArgumentParser
import Control

/// `search`: messages by their words.
struct SearchCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find messages by words in their text or sender.",
        discussion: """
            All words must occur, in any order; a prefix is enough. "login code" in quotes \
            matches the exact phrase, OR matches either word, and -word excludes messages that \
            contain it. After -- all words are literal.

            Examples:
              search mybank code
              search "login code" -parcel
              search visa OR mastercard --limit 5
              search invoice --since 30d --line bank
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = MessageRecord.fields

    @Argument(parsing: .allUnrecognized, help: "The words to search for.")
    var words: [String]

    @Option(help: "Only messages of this line.")
    var line: String?

    @Option(
        help: ArgumentHelp("Only from the last SPAN, such as 10m or 1d.", valueName: "span"),
        transform: Span.read)
    var since: Span?

    @Option(
        help: ArgumentHelp("Maximum number of rows (default 50).", valueName: "count"),
        transform: Count.read)
    var limit = Count(50)

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        guard try !typed().all.isEmpty else {
            throw ValidationError(
                "Give the words to search for.")
        }
    }

    private func typed() throws -> FreeWords {
        try FreeWords(words, of: "search", isDashMeant: true)
    }

    func run(in session: Session) async throws {
        var request = ListMessages(limit: limit.number)
        request.words = SearchCommand.query(try typed())
        request.line = line
        request.sinceSeconds = since?.seconds
        try await session.list(try await session.ask(request), as: listing.format)
    }

    /// The words as one query: a word quoted as a whole is a phrase, and words after `--` have no
    /// special meaning.
    static func query(_ words: FreeWords) -> String {
        let plain = words.plain.map { word in
            guard word.contains(where: \.isWhitespace), !word.contains("\"") else { return word }
            return word.hasPrefix("-") ? "-\"\(word.dropFirst())\"" : "\"\(word)\""
        }
        let literal = words.literal.map { "\"\($0.replacing("\"", with: " "))\"" }
        return (plain + literal).joined(separator: " ")
    }
}
