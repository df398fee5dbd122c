/// The number of terminal columns that text takes.
///
/// A small `wcwidth` of our own: the C library's depends on the locale and on its version, and
/// tables must also line up in a pipe and in a test.
enum DisplayWidth {
    static func of(_ text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// Zero for a lone combining mark, two for East Asian wide characters and emoji, one otherwise.
    static func of(_ character: Character) -> Int {
        var scalars = character.unicodeScalars.makeIterator()
        guard let first = scalars.next() else { return 0 }
        guard let second = scalars.next() else { return of(first) }
        // A flag is two letters in one character, and U+FE0F selects the emoji form of a symbol.
        if isRegionalIndicator(first), isRegionalIndicator(second) { return 2 }
        if second.value == 0xFE0F { return 2 }
        // A skin tone belongs to the preceding emoji; the letters of a conjunct take a column each.
        return character.unicodeScalars.dropFirst().reduce(of(first)) {
            $1.properties.isEmojiModifier ? $0 : $0 + of($1)
        }
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if (0x20..<0x7F).contains(scalar.value) { return 1 }
        switch scalar.properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark, .lineSeparator,
            .paragraphSeparator:
            return 0
        default: break
        }
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }
        if scalar.properties.isEmojiPresentation, !isRegionalIndicator(scalar) { return 2 }
        return isWide(scalar.value) ? 2 : 1
    }

    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    /// The wide and full-width ranges of the Unicode table EastAsianWidth, merged if only
    /// unassigned code points are between them.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18D08,
            0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
            true
        default: false
        }
    }
}

extension StringProtocol {
    /// As many whole characters as fit, with `…` in the last column if anything is cut.
    func truncated(toWidth width: Int) -> String {
        guard DisplayWidth.of(self) > width else { return String(self) }
        guard width > 0 else { return "" }
        var kept = ""
        var used = 0
        for character in self {
            let next = DisplayWidth.of(character)
            if used + next > width - 1 { break }
            kept.append(character)
            used += next
        }
        return kept + "…"
    }

    func padded(toWidth width: Int, alignment: Alignment) -> String {
        let blanks = String(repeating: " ", count: Swift.max(0, width - DisplayWidth.of(self)))
        return alignment == .right ? blanks + self : self + blanks
    }
}
