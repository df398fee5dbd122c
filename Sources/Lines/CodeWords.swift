/// A code without what differs only in writing: blanks, dashes, capitals, and digits of another
/// script. `G-482 913` and `482913` are the same code.
struct CodeWords {
    /// The longest code that is compared: what a provider reports may be any text.
    private static let longest = 64

    private let signs: [Sign]

    init(_ text: String) {
        signs = text.unicodeScalars.prefix(Self.longest).map(Sign.init).filter(\.isWord)
    }

    private init(signs: [Sign]) {
        self.signs = signs
    }

    /// The digits, if there are enough for a code: a provider may omit the letters before them.
    private var number: CodeWords? {
        let digits = signs.filter(\.isDigit)
        return digits.count >= 4 ? CodeWords(signs: digits) : nil
    }

    func isSame(as other: CodeWords) -> Bool {
        guard !signs.isEmpty, signs != other.signs else { return !signs.isEmpty }
        return number.map { $0.signs == other.number?.signs } ?? false
    }

    func begins(with other: CodeWords) -> Bool {
        signs.starts(with: other.signs) || number?.signs.starts(with: other.signs) == true
    }

    /// Whether the text is nothing but this code.
    func isAll(of text: String) -> Bool {
        text.unicodeScalars.count <= Self.longest && !signs.isEmpty
            && CodeWords(text).signs == signs
    }

    /// Whether the text holds it as a whole, not as part of a longer number or word.
    func isHeld(by text: String) -> Bool {
        let text = text.unicodeScalars.map(Sign.init)
        return [self, number].compactMap { $0?.signs }.contains { signs in
            guard let first = signs.first else { return false }
            return text.indices.contains { start in
                text[start] == first && Self.isHeld(signs, in: text, at: start)
            }
        }
    }

    private static func isHeld(_ signs: [Sign], in text: [Sign], at start: Int) -> Bool {
        func isInside(_ one: Sign, _ place: Int) -> Bool {
            text.indices.contains(place) && one.isSameKind(as: text[place])
        }
        guard let last = signs.last, !isInside(signs[0], start - 1) else { return false }
        var place = start
        for sign in signs {
            // Groups are separated by one blank or dash.
            if place > start, place < text.count, text[place] == .gap { place += 1 }
            guard place < text.count, text[place] == sign else { return false }
            place += 1
        }
        return !isInside(last, place)
    }

    private enum Sign: Equatable {
        case digit(UInt8)
        case letter(String)
        case gap
        case other

        init(_ scalar: Unicode.Scalar) {
            let properties = scalar.properties
            if properties.numericType == .decimal, let value = properties.numericValue {
                self = .digit(UInt8(value))
            } else if properties.isAlphabetic {
                self = .letter(properties.uppercaseMapping)
            } else if properties.isWhitespace || properties.generalCategory == .dashPunctuation {
                self = .gap
            } else {
                self = .other
            }
        }

        var isDigit: Bool { if case .digit = self { true } else { false } }
        var isWord: Bool { self != .gap && self != .other }

        func isSameKind(as other: Sign) -> Bool {
            other.isWord && isDigit == other.isDigit
        }
    }
}
