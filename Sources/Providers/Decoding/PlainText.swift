/// A provider's sentence made fit for display: no markup, no control characters, limited length.
///
/// Providers put HTML into refusals. Only text meant for a person is processed here; received
/// messages are kept unchanged.
package struct PlainText: Equatable, Sendable {
    /// One line per block of the markup (`<p>`, `<br>`, `<li>`), without empty ones.
    package let lines: [String]

    /// Only this many bytes of the original are processed.
    private static let longest = 4000

    package init(_ markup: String) {
        var reader = MarkupReader(
            markup.utf8.count > Self.longest ? Self.beginning(markup) : markup)
        lines = reader.lines()
    }

    /// All lines as one.
    package var sentence: String { lines.joined(separator: " ") }

    private static func beginning(_ text: String) -> String {
        String(decoding: text.utf8.prefix(longest), as: UTF8.self)
    }
}

/// Scans markup once, dropping tags and resolving the entities that occur in refusals.
private struct MarkupReader {
    private var rest: Substring.UnicodeScalarView
    private var finished: [String] = []
    private var line = ""

    init(_ markup: String) {
        rest = Substring(markup).unicodeScalars
    }

    mutating func lines() -> [String] {
        while let scalar = rest.popFirst() {
            switch scalar {
            case "<": takeTag()
            case "&": line.unicodeScalars.append(entity())
            case "\n", "\r": endLine()
            default: line.unicodeScalars.append(scalar)
            }
        }
        endLine()
        return finished
    }

    /// The text after `<`. A `<` that does not begin a tag is text.
    private mutating func takeTag() {
        guard let first = rest.first, first == "/" || first == "!" || first.properties.isAlphabetic
        else {
            line += "<"
            return
        }
        let tag = rest.prefix { $0 != ">" }
        rest = rest.dropFirst(tag.count + 1)
        let name = String(tag.drop { $0 == "/" }.prefix { $0.properties.isAlphabetic })
        switch name.lowercased() {
        case "br", "p", "div", "li", "ul", "ol", "tr", "h": endLine()
        default: break
        }
    }

    /// The text after `&`. An `&` that does not begin an entity is text.
    private mutating func entity() -> Unicode.Scalar {
        let name = rest.prefix(8).prefix { $0 != ";" }
        guard rest.dropFirst(name.count).first == ";" else { return "&" }
        guard let scalar = Self.scalar(named: String(name)) else { return "&" }
        rest = rest.dropFirst(name.count + 1)
        return scalar
    }

    private static func scalar(named name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "apos": "'"
        case "nbsp": " "
        case _ where name.hasPrefix("#x"):
            UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
        case _ where name.hasPrefix("#"): UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
        default: nil
        }
    }

    private mutating func endLine() {
        let words = line.split { $0.isWhitespace || $0.isControl }
        if !words.isEmpty { finished.append(words.joined(separator: " ")) }
        line = ""
    }
}

extension Character {
    /// Whether it could control a terminal: C0, C1, and bidirectional marks.
    package var isControl: Bool {
        unicodeScalars.contains {
            switch $0.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
    }
}
