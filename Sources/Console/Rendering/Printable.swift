/// Text that may be written to a terminal.
///
/// A `Terminal` takes nothing else, and there is one way to create it: literals in the source are
/// trusted, and all interpolated values go through `Escaping`. A stranger's text therefore cannot
/// reach a screen unescaped by an oversight.
package struct Printable: Equatable, Sendable {
    package let text: String

    private init(trusted: String) {
        text = trusted
    }

    /// Text with several lines, each made harmless.
    package init(lines text: some StringProtocol) {
        self.init(trusted: Escaping.visible(text, lineBreaks: .kept))
    }

    package static let empty = Printable(trusted: "")
    static let bold = Printable(trusted: "\u{1B}[1m")
    static let plain = Printable(trusted: "\u{1B}[0m")
    static let carriageReturn = Printable(trusted: "\r")

    package static func + (left: Printable, right: Printable) -> Printable {
        Printable(trusted: left.text + right.text)
    }

    var displayWidth: Int { DisplayWidth.of(text) }
}

extension Printable: ExpressibleByStringInterpolation {
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        package mutating func appendInterpolation(_ stranger: some StringProtocol) {
            text += Escaping.visible(stranger)
        }

        package mutating func appendInterpolation(_ number: some BinaryInteger) {
            text += String(number)
        }

        package mutating func appendInterpolation(_ printable: Printable) {
            text += printable.text
        }
    }

    package init(stringLiteral literal: String) {
        self.init(trusted: literal)
    }

    package init(stringInterpolation: StringInterpolation) {
        self.init(trusted: stringInterpolation.text)
    }
}

extension Sequence<Printable> {
    func joined(separator: Printable) -> Printable {
        var all = ""
        var isFirst = true
        for part in self {
            if !isFirst { all += separator.text }
            all += part.text
            isFirst = false
        }
        return Printable(joining: all)
    }
}

extension Printable {
    /// Only for text composed of other `Printable`s.
    fileprivate init(joining text: String) {
        self.init(trusted: text)
    }
}
