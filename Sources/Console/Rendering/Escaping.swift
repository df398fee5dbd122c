/// Makes text from strangers harmless wherever it is shown.
///
/// An SMS, a sender's name or a provider's product name may contain escape sequences that move the
/// cursor, retitle the window or paste into the shell, and invisible characters that make a text
/// read as something else. Only this type decides which parts of it may be shown.
enum Escaping {
    /// The treatment of line breaks.
    enum LineBreaks {
        /// As `⏎`, so that the text stays on its line.
        case shown
        /// Kept, if the text may have several lines.
        case kept
    }

    /// The text with every invisible or control character escaped as `\u{1b}`.
    static func visible(_ text: some StringProtocol, lineBreaks: LineBreaks = .shown) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(text) }
        var shown = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r": continue
            case "\n", "\r": shown.append(lineBreaks == .kept ? "\n" : "⏎")
            case "\t": shown.append(" ")
            case _ where steers(scalar):
                shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// Whether a scalar controls a terminal, reorders the text around it, or is invisible.
    ///
    /// Controls (C0, DEL, C1), line and paragraph separators, and every format character: bidi
    /// marks, overrides and isolates, zero-width spaces and joiners, tags. Joiners are included
    /// although emoji use them, because terminals disagree about the width of a joined emoji.
    /// Invisible blanks of other scripts are listed one by one.
    static func steers(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value < 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
        default: break
        }
        switch scalar.value {
        case 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x034F: return true
        default: return scalar.properties.isNoncharacterCodePoint
        }
    }
}
