import Lines

/// A named argument of a provider-specific call, such as `page=2`.
///
/// Values are checked here, before anything is sent: a provider may ignore what it does not
/// understand, and then answers another question.
package struct CommandOption: Equatable, Sendable {
    package enum Form: Equatable, Sendable {
        case whole(ClosedRange<Int>)
        /// A time; a date alone means its beginning, in UTC.
        case since
        /// A time; a date alone means its end, in UTC.
        case until
        /// An amount of money above zero.
        case amount
        /// `yes` or `no`.
        case flag
        /// One of these words.
        case one([String])
        /// Several of these words, separated by commas; an empty list allows any word.
        case several([String])
        case text
    }

    package var name: String
    package var form: Form

    package init(_ name: String, _ form: Form) {
        self.name = name
        self.form = form
    }

    /// The page of a list that is read page by page, and the entries on each.
    package static let page = CommandOption("page", .whole(1...100_000))
    package static func limit(_ most: Int) -> CommandOption {
        CommandOption("limit", .whole(1...most))
    }

    /// How it is written, for help: `[limit=1..200]`.
    package var shape: String { "[\(name)=\(value)]" }

    private var value: String {
        switch form {
        case .whole(let range): range.upperBound < 100_000 ? "1..\(range.upperBound)" : "N"
        case .since, .until: "DATE"
        case .amount: "AMOUNT"
        case .flag: "yes|no"
        case .one(let words): words.joined(separator: "|")
        case .several(let words): words.isEmpty ? "A,B" : words.joined(separator: ",")
        case .text: "TEXT"
        }
    }

    /// What is wrong with a value; nil if nothing is.
    func fault(in text: String) -> String? {
        switch form {
        case .whole(let range):
            guard Int(text).map(range.contains) != true else { return nil }
            return "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .since, .until:
            guard time(text) == nil else { return nil }
            return "must be a date such as 2026-02-01, or a time such as 2026-02-01T12:00:00Z"
        case .amount:
            guard amount(text) == nil else { return nil }
            return "must be an amount above zero, such as 2.50"
        case .flag: return ["yes", "no"].contains(text.lowercased()) ? nil : "must be yes or no"
        case .one(let words):
            return word(text, of: words) != nil
                ? nil : "must be one of: \(words.joined(separator: ", "))"
        case .several(let words):
            let parts = parts(text)
            guard !parts.isEmpty else { return "must be words separated by commas" }
            let strange = words.isEmpty ? nil : parts.first { word($0, of: words) == nil }
            return strange.map { "has no \($0); there are: \(words.joined(separator: ", "))" }
        case .text: return text.isEmpty ? "must not be empty" : nil
        }
    }

    func parts(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    }

    /// The provider's spelling of a word.
    func word(_ text: String, of words: [String]) -> String? {
        words.first { $0.lowercased() == text.lowercased() }
    }

    func amount(_ text: String) -> Money? {
        Money(decimal: text).flatMap { $0.isMore(than: .zero) ? $0 : nil }
    }

    func time(_ text: String) -> Instant? {
        if let instant = Instant(rfc3339: text) { return instant }
        let clock = form == .until ? "T23:59:59.999Z" : "T00:00:00Z"
        return text.utf8.count == 10 ? Instant(rfc3339: text + clock) : nil
    }
}
