/// Text that may be written to a terminal.
///
/// A `Terminal` takes nothing else, and there is one way to create it: literals in the source are
/// trusted, and all interpolated values go through `Escaping`. A stranger's text therefore cannot
/// reach a screen unescaped by an oversight.
package struct SafeText: Equatable, Sendable {
    package let text: String

    private init(trusted: String) {
        text = trusted
    }

    /// Text with several lines, each made harmless.
    package init(lines text: some StringProtocol) {
        self.init(trusted: Escaping.visible(text, lineBreaks: .kept))
    }

    package static let empty = SafeText(trusted: "")
    static let bold = SafeText(trusted: "\u{1B}[1m")
    static let plain = SafeText(trusted: "\u{1B}[0m")
    static let carriageReturn = SafeText(trusted: "\r")

    package static func + (left: SafeText, right: SafeText) -> SafeText {
        SafeText(trusted: left.text + right.text)
    }

    var displayWidth: Int { DisplayWidth.of(text) }
}

extension SafeText: ExpressibleByStringInterpolation {
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

        package mutating func appendInterpolation(_ printable: SafeText) {
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

extension Sequence<SafeText> {
    func joined(separator: SafeText) -> SafeText {
        var all = ""
        var isFirst = true
        for part in self {
            if !isFirst { all += separator.text }
            all += part.text
            isFirst = false
        }
        return SafeText(joining: all)
    }
}

extension SafeText {
    /// Only for text composed of other `SafeText`s.
    fileprivate init(joining text: String) {
        self.init(trusted: text)
    }
}
