extension String {
    /// This text as one line that nothing in it can break out of: what is invisible becomes a
    /// space, runs of spaces become one, and what is past the limit becomes an ellipsis.
    ///
    /// - Parameter limit: in Unicode scalars, since one character can be made of any number.
    func plainLine(limit: Int) -> String {
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

    /// As much of this text from its start as fits in so many bytes of UTF-8, whole characters
    /// only, with an ellipsis when anything is missing. A first character that is too large by
    /// itself, which marks upon marks can make it, is cut too.
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
    /// Whether it steers what shows it instead of being shown: controls, direction marks and other
    /// formats, line and paragraph separators.
    var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
