import Foundation

/// How a scalar is read, so that a word is found however it is written: digits of every script and
/// full-width letters as ASCII, small letters, no accents, one blank and one dash for all of them.
enum Folding {
    /// What a scalar is to the finder.
    enum Kind: UInt8 {
        case letter, digit, blank, newline, mark
        /// A letter of a script that puts no blanks between words: each is a word by itself.
        case dense
        /// Not seen at all: format characters and accents.
        case none
    }

    struct Folded: Equatable {
        var scalar: UInt32
        var kind: Kind
    }

    static func folded(_ scalar: Unicode.Scalar) -> Folded {
        let value = Int(scalar.value)
        return value < known.count ? known[value] : high(scalar)
    }

    /// All alphabets; what lies above is Chinese, Japanese, Korean, presentation forms and symbols.
    private static let known: [Folded] = (0..<0x2E80).map { value in
        Unicode.Scalar(value).map(low) ?? Folded(scalar: 0, kind: .none)
    }

    private static func low(_ scalar: Unicode.Scalar) -> Folded {
        if let special = specials[scalar] { return special }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .format: return Folded(scalar: 0, kind: .none)
        case .decimalNumber: return digit(scalar)
        case .lineSeparator, .paragraphSeparator: return newline
        case .spaceSeparator, .control: return blank
        case .dashPunctuation: return dash
        case .nonspacingMark, .enclosingMark:
            return isAccent(scalar)
                ? Folded(scalar: 0, kind: .none)
                : Folded(scalar: scalar.value, kind: letters(scalar))
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .spacingMark:
            return Folded(scalar: base(scalar), kind: letters(scalar))
        default: return Folded(scalar: scalar.value, kind: .mark)
        }
    }

    private static func high(_ scalar: Unicode.Scalar) -> Folded {
        switch scalar.value {
        case 0x3000: return blank
        case 0x3005, 0x3040...0x30FF, 0x3400...0x9FFF, 0xAC00...0xD7AF, 0x20000...0x3FFFF:
            return Folded(scalar: scalar.value, kind: .dense)
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF: return Folded(scalar: 0, kind: .none)
        case 0xFF01...0xFF5E:
            return Unicode.Scalar(scalar.value - 0xFEE0).map(folded) ?? blank
        default: break
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .format: return Folded(scalar: 0, kind: .none)
        case .decimalNumber: return digit(scalar)
        case .dashPunctuation: return dash
        case .spaceSeparator: return blank
        case .uppercaseLetter, .lowercaseLetter, .otherLetter, .modifierLetter:
            // Mathematical and presentation forms are other shapes of plain letters.
            let plain = String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars
            if plain.count == 1, let one = plain.first, one != scalar { return folded(one) }
            return Folded(scalar: scalar.value, kind: .letter)
        default: return Folded(scalar: scalar.value, kind: .mark)
        }
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Folded {
        let value = UInt32(scalar.properties.numericValue ?? 0)
        return Folded(scalar: 0x30 + value, kind: .digit)
    }

    /// Thai, Lao, Tibetan, Burmese, Khmer.
    private static func letters(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x0E00...0x0FFF, 0x1000...0x109F, 0x1780...0x17FF: .dense
        default: .letter
        }
    }

    /// Accents of alphabets that are also written without them; vowel signs of others are letters.
    private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05C7, 0x0610...0x061A, 0x064B...0x065F,
            0x0670, 0x06D6...0x06ED, 0x20D0...0x20FF:
            true
        default: false
        }
    }

    private static func base(_ scalar: Unicode.Scalar) -> UInt32 {
        let small = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        let parts = String(small).decomposedStringWithCompatibilityMapping.unicodeScalars
        let first = parts.first ?? small
        return alike[first]?.value ?? first.value
    }

    private static let blank = Folded(scalar: 0x20, kind: .blank)
    private static let newline = Folded(scalar: 0x0A, kind: .newline)
    private static let dash = Folded(scalar: 0x2D, kind: .mark)

    private static let specials: [Unicode.Scalar: Folded] = [
        "\n": newline, "\r": newline, "\u{B}": newline, "\u{C}": newline, "\u{85}": newline,
        "\u{2212}": dash, "\u{640}": Folded(scalar: 0, kind: .none),
        "º": Folded(scalar: 0xBA, kind: .mark), "ª": Folded(scalar: 0xAA, kind: .mark),
        // Quotation marks and apostrophes are one.
        "’": Folded(scalar: 0x27, kind: .mark), "‘": Folded(scalar: 0x27, kind: .mark),
        "`": Folded(scalar: 0x27, kind: .mark), "´": Folded(scalar: 0x27, kind: .mark),
    ]

    /// Letters without a canonical base that people write as another.
    private static let alike: [Unicode.Scalar: Unicode.Scalar] = [
        "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "s", "æ": "a", "œ": "o", "ħ": "h",
        "ə": "e", "ς": "σ",
        // Persian and Urdu letters beside Arabic ones.
        "ی": "ي", "ى": "ي", "ې": "ي", "ک": "ك", "ە": "ه", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
        "ۃ": "ه", "ێ": "ي",
    ]
}
