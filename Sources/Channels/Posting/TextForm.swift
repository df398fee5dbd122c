/// How a stranger's text is written for a service, so that it is shown and nothing in it acts.
///
/// Written scalar by scalar, because a mark that is one character with its accents acts all the same. Web
/// addresses stay usable: within one only brackets and marks that could end it are escaped.
struct TextForm {
    static let plain = TextForm(.plain)
    /// Nobody is mentioned: an invisible space follows each `@` outside of an address.
    static let mentionless = TextForm(.mentionless)
    /// The same, and nothing in angle brackets is a mention.
    static let angleless = TextForm(.angleless)
    /// Slack's own escapes ("Formatting text for app surfaces").
    static let slack = TextForm(.slack)
    /// Markdown with every mark escaped, and without mentions.
    static let markdown = TextForm(.markdown)

    private enum Kind { case plain, mentionless, angleless, slack, markdown }

    private static let marks = Set("\\`*_{}[]()<>#+-=~|!$&^".unicodeScalars)
    private static let marksInAddresses = Set("\\`*[]()<>|".unicodeScalars)

    private let kind: Kind
    /// The beginning of the current word.
    private var word = ""

    private init(_ kind: Kind) { self.kind = kind }

    /// Whether the current word is a web address.
    private var isAddress: Bool {
        ["https://", "http://"].contains { word.lowercased().hasPrefix($0) }
    }

    mutating func write(_ scalar: Unicode.Scalar) -> String {
        let text = String(scalar)
        if kind == .plain { return text }
        defer {
            if scalar.properties.isWhitespace {
                word = ""
            } else if word.utf8.count < 8 {
                word += text
            }
        }
        switch (kind, scalar) {
        case (.slack, "&"): return "&amp;"
        case (.slack, "<"): return "&lt;"
        case (.slack, ">"): return "&gt;"
        case (.slack, _): return text
        case (.angleless, "<"): return "<\u{200B}"
        case (_, "@"): return isAddress ? text : "@\u{200B}"
        case (.markdown, _):
            let isMark = (isAddress ? Self.marksInAddresses : Self.marks).contains(scalar)
            return isMark ? "\\" + text : text
        case (.plain, _), (.mentionless, _), (.angleless, _): return text
        }
    }
}

/// How a service counts the length of a text.
enum TextMeasure {
    /// Bytes of UTF-8.
    case bytes
    /// UTF-16 units; also for services that count characters, of which there are never more.
    case utf16
    /// Bytes within a JSON document, as the most careful writers of JSON escape them.
    case json

    func length(of scalar: Unicode.Scalar) -> Int {
        switch self {
        case .bytes: scalar.utf8.count
        case .utf16: scalar.utf16.count
        case .json:
            switch scalar {
            case "\"", "\\", "\n": 2
            case "<", ">", "&": 6
            default: scalar.isInvisible ? 6 * scalar.utf16.count : scalar.utf8.count
            }
        }
    }

    func length(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + length(of: $1) }
    }
}

extension String {
    /// What stands where a text was cut.
    static let cutNote = "… (shortened)"

    /// The text in a form, as long as it fits: cut between characters, with a note. A character
    /// that is a pile of marks is cut too.
    func fitted(_ limit: Int, _ measure: TextMeasure, _ form: TextForm = .plain) -> String {
        let room = limit - measure.length(String.cutNote)
        var form = form
        var kept = ""
        var size = 0
        /// How many bytes of it leave room for the note.
        var safe = 0
        for character in self {
            for piece in character.pieces {
                var written = ""
                for scalar in piece.unicodeScalars { written += form.write(scalar) }
                size += measure.length(written)
                guard size <= limit else {
                    return String(decoding: kept.utf8.prefix(safe), as: UTF8.self) + String.cutNote
                }
                kept += written
                if size <= room { safe = kept.utf8.count }
            }
        }
        return kept
    }
}

extension Character {
    /// The character itself, or each of its scalars if there are more than any writing has.
    fileprivate var pieces: [Character] {
        utf8.count <= 64 ? [self] : unicodeScalars.map { Character($0) }
    }
}
