/// A person's own name for a line. It must not be mistakable for anything else that can be typed in
/// its place.
package struct Label: Equatable, Sendable {
    package let text: String

    /// The maximum number of characters: a longer label does not fit beside a number in a listing.
    package static let longest = 60

    /// Words that mean something else where a line is expected, and names of commands.
    package static let reserved: Set<String> = [
        "all", "none", "off", "on",
        "accounts", "actions", "adopt", "again", "alerts", "ask", "backup", "balance", "cancel",
        "channels",
        "code", "codes", "doubts", "emulator", "exit", "explain", "extend", "finish", "help",
        "inbox", "init", "label", "line", "lines", "lua", "message", "offers", "order", "plan",
        "quit",
        "receive", "refund", "rent", "resend", "reset", "restore", "retry", "routes", "script",
        "scripts", "search", "serve", "spend", "sql", "swap", "tag", "tail", "test", "wake",
        "webhooks",
    ]

    /// Why a text cannot be a label, as a sentence that says what would work.
    package struct Refusal: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// - Parameters:
    ///   - text: surrounding blanks are ignored.
    ///   - others: the labels of other lines.
    package init(_ text: String, others: [String] = []) throws(Refusal) {
        let text = String(
            text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        if let reason = Self.objection(to: text, others) { throw Refusal(description: reason) }
        self.text = text
    }

    private static func objection(to text: String, _ others: [String]) -> String? {
        if text.isEmpty { return "A label must not be empty." }
        if text.count > longest {
            return "A label has at most \(longest) characters; this one has \(text.count)."
        }
        if text.unicodeScalars.contains(where: { $0.isUnprintable }) {
            return "A label must be one line without control characters."
        }
        if text.hasPrefix("-") { return "A label must not begin with -: it would be an option." }
        if text.contains(where: \.isNumber),
            text.allSatisfy({ $0.isNumber || "+#-()./ ".contains($0) })
        {
            return
                "A label must not be a number, because it could be confused with an id or a phone "
                + "number. Add a word."
        }
        let lowercase = text.lowercased()
        if reserved.contains(lowercase) {
            return "\(text) is a command word. Choose another label, such as \(text)-line."
        }
        if others.contains(where: { $0.lowercased() == lowercase }) {
            return "Another line already has the label \(text)."
        }
        return nil
    }
}

extension Unicode.Scalar {
    /// Whether the scalar moves the cursor or ends the line instead of being visible.
    var isUnprintable: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
