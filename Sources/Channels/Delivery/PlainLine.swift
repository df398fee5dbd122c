extension String {
    /// This text as one line from which nothing can break out: invisible characters become a space,
    /// runs of spaces become one, and text beyond the limit becomes an ellipsis.
    ///
    /// - Parameter limit: in Unicode scalars, because one character can consist of any number.
    package func plainLine(limit: Int) -> String {
        var line = String.UnicodeScalarView()
        var count = 0
        var gap = false
        for scalar in unicodeScalars.prefix(limit * 16) {
            if scalar.isInvisible || scalar.properties.isWhitespace {
                gap = count > 0
                continue
            }
            guard count + (gap ? 2 : 1) <= limit else {
                line.append("…")
                break
            }
            if gap { line.append(" ") }
            line.append(scalar)
            count += gap ? 2 : 1
            gap = false
        }
        return String(line)
    }

    /// The longest beginning of this text that fits in `limit` bytes of UTF-8, in whole characters,
    /// with an ellipsis if anything is missing. A first character that alone is too large, which a
    /// pile of combining marks can be, is cut too.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var kept = ""
        var size = "…".utf8.count
        for character in self {
            size += character.utf8.count
            guard size <= limit else { break }
            kept.append(character)
        }
        guard kept.isEmpty else { return kept + "…" }
        size = "…".utf8.count
        for scalar in unicodeScalars {
            size += scalar.utf8.count
            guard size <= limit else { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept + "…"
    }
}

extension Unicode.Scalar {
    /// Most of any text; for the rest Unicode's tables have to be asked.
    var isPrintableASCII: Bool { (0x20..<0x7F).contains(value) }

    /// Whether it controls the display instead of being shown: controls, direction marks and other
    /// format characters, line and paragraph separators.
    var isInvisible: Bool {
        if isPrintableASCII { return false }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
