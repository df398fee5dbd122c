/// A text as the finder reads it: folded scalars, cut into tokens.
struct Reading {
    struct Token {
        enum Kind: UInt8 {
            /// Letters; a dense one is a single scalar of a script without blanks.
            case word, dense
            case number
            /// ASCII letters and digits in one.
            case mixed
            case blank, newline, mark
        }

        var kind: Kind
        /// Where it stands among the folded scalars.
        var range: Range<Int>
    }

    /// Folded scalars.
    private(set) var folded: [UInt32] = []
    /// The scalars as they were written, for each folded one.
    private(set) var written: [Unicode.Scalar] = []
    var tokens: [Token] = []

    init(_ text: String) {
        let scalars = text.unicodeScalars
        folded.reserveCapacity(scalars.count)
        written.reserveCapacity(scalars.count)
        var kinds: [Folding.Kind] = []
        kinds.reserveCapacity(scalars.count)
        for scalar in scalars {
            let read = Folding.folded(scalar)
            guard read.kind != .none else { continue }
            folded.append(read.scalar)
            written.append(scalar)
            kinds.append(read.kind)
        }
        cut(kinds)
    }

    private mutating func cut(_ kinds: [Folding.Kind]) {
        var index = 0
        while index < kinds.count {
            let start = index
            let kind = kinds[index]
            index += 1
            switch kind {
            case .letter, .digit:
                while index < kinds.count, goesOn(kinds, at: index) { index += 1 }
                add(start..<index, kinds)
            case .blank, .newline:
                var hasNewline = kind == .newline
                while index < kinds.count, kinds[index] == .blank || kinds[index] == .newline {
                    hasNewline = hasNewline || kinds[index] == .newline
                    index += 1
                }
                tokens.append(Token(kind: hasNewline ? .newline : .blank, range: start..<index))
            case .dense: tokens.append(Token(kind: .dense, range: start..<index))
            case .mark, .none: tokens.append(Token(kind: .mark, range: start..<index))
            }
        }
    }

    /// Digits go on with digits and ASCII letters, letters with letters; letters of other alphabets
    /// that touch digits are words of their own.
    private func goesOn(_ kinds: [Folding.Kind], at index: Int) -> Bool {
        switch (kinds[index - 1], kinds[index]) {
        case (.letter, .letter), (.digit, .digit): true
        case (.letter, .digit): isASCII(index - 1)
        case (.digit, .letter): isASCII(index)
        default: false
        }
    }

    private func isASCII(_ index: Int) -> Bool { folded[index] < 0x80 }

    private mutating func add(_ range: Range<Int>, _ kinds: [Folding.Kind]) {
        let digits = range.count { kinds[$0] == .digit }
        let kind: Token.Kind = digits == 0 ? .word : digits == range.count ? .number : .mixed
        tokens.append(Token(kind: kind, range: range))
    }

    // MARK: Asked of tokens

    func isMark(_ index: Int, _ marks: Unicode.Scalar...) -> Bool {
        guard tokens.indices.contains(index), tokens[index].kind == .mark else { return false }
        return marks.contains { $0.value == folded[tokens[index].range.lowerBound] }
    }

    func isKind(_ index: Int, _ kinds: Token.Kind...) -> Bool {
        tokens.indices.contains(index) && kinds.contains(tokens[index].kind)
    }

    func length(_ index: Int) -> Int { tokens[index].range.count }

    /// The folded text of a token.
    func text(_ index: Int) -> String { text(tokens[index].range) }

    func text(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(folded[range].compactMap(Unicode.Scalar.init)))
    }

    /// The text of a token as it was written, full-width letters as ASCII.
    func writing(_ index: Int) -> String { writing(tokens[index].range) }

    func writing(_ range: Range<Int>) -> String {
        let scalars = range.map { index in
            let scalar = written[index]
            guard folded[index] < 0x80, scalar.value >= 0xFF00 || !scalar.properties.isAlphabetic
            else {
                return scalar
            }
            let plain = Unicode.Scalar(folded[index]) ?? scalar
            return scalar.properties.isUppercase
                ? Unicode.Scalar(plain.value & ~0x20) ?? plain : plain
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// The value of a number token of at most 9 digits.
    func value(_ index: Int) -> Int {
        folded[tokens[index].range.prefix(9)].reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }

    func isUppercase(_ index: Int) -> Bool {
        tokens[index].range.allSatisfy { !isLowercase($0) }
    }

    /// Whether a scalar is a small letter, or one of an alphabet without capitals.
    func isLowercase(_ place: Int) -> Bool {
        let scalar = written[place]
        guard scalar.value >= 0x80 else { return (0x61...0x7A).contains(scalar.value) }
        return scalar.properties.isLowercase || scalar.properties.generalCategory == .otherLetter
    }
}
