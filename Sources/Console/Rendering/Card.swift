/// One record in full: its fields one per line, then its related records under headings.
struct Card {
    private var parts: [SafeText] = []
    private let isStyled: Bool
    /// The columns of the screen, to which long values are wrapped; nil leaves them as they are.
    private let width: Int?

    init(isStyled: Bool, width: Int? = nil) {
        self.isStyled = isStyled
        self.width = width
    }

    var text: SafeText { parts.joined(separator: "\n") }

    /// `name   value` lines with the values aligned; fields without a value are left out.
    mutating func fields(_ fields: [(String, String?)]) {
        let present = fields.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : (name, $0) }
        }
        let longest = present.reduce(0) { max($0, DisplayWidth.of($1.0)) }
        for (name, value) in present {
            let field: SafeText = "\(name.padded(toWidth: longest, alignment: .left))  \(value)"
            parts.append(field.wrapped(toWidth: width, indent: longest + 2))
        }
    }

    mutating func section(_ heading: SafeText, _ body: SafeText) {
        parts.append(.empty)
        parts.append(isStyled ? .bold + heading + .plain : heading)
        parts.append(body)
    }

    mutating func line(_ text: SafeText) {
        parts.append(text)
    }

    /// A stranger's text with its own line breaks, behind a bar, so that every line is visibly part
    /// of a quotation.
    mutating func quotation(_ text: String) {
        let lines = Escaping.visible(text, lineBreaks: .kept)
            .split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines {
            parts.append("  | \(line)")
        }
    }
}
