/// A number, or letters and digits, that may be the code.
struct Candidate {
    /// As it is typed.
    var code: String
    var shape: Shape
    /// Where it stands, with a prefix such as `G-`.
    var tokens: Range<Int>

    var isNumber: Bool { shape == .digits || shape == .unusual || shape == .grouped }
    var isYear: Bool { code.count == 4 && (code.hasPrefix("19") || code.hasPrefix("20")) }
}

/// All that may be the code, in the order of the text.
struct Candidates {
    private(set) var all: [Candidate] = []
    /// For each token, which candidate begins there.
    private var starts: [Int: Int] = [:]
    /// For each token, which candidate ends there.
    private var ends: [Int: Int] = [:]

    init(in reading: Reading, _ masks: inout Masks) {
        var index = 0
        while index < reading.tokens.count {
            guard !masks.contains(index) else {
                index += 1
                continue
            }
            if reading.isKind(index, .number) {
                index = addNumbers(from: index, reading, &masks)
            } else if reading.isKind(index, .mixed, .word) {
                index = addLetters(at: index, reading, masks)
            } else {
                index += 1
            }
        }
    }

    func indexStarting(at token: Int) -> Int? { starts[token] }

    func indexEnding(at token: Int) -> Int? { ends[token] }

    private mutating func add(_ code: String, _ shape: Shape, _ tokens: Range<Int>) {
        starts[tokens.lowerBound] = all.count
        ends[tokens.upperBound - 1] = all.count
        all.append(Candidate(code: code, shape: shape, tokens: tokens))
    }

    // MARK: Digits

    /// - Returns: the token to go on with.
    private mutating func addNumbers(
        from start: Int, _ reading: Reading, _ masks: inout Masks
    ) -> Int {
        let numbers = run(from: start, reading, masks)
        let lengths = numbers.map(reading.length)
        let end = (numbers.last ?? start) + 1
        let marks = Set(
            numbers.dropLast().map { reading.folded[reading.tokens[$0 + 1].range.lowerBound] })
        if reading.isMark(start - 1, ")"), numbers.count > 1 || reading.isKind(start - 2, .number) {
            masks.mask(start..<end)
            return end
        }
        if numbers.count > 1, marks.count == 1, let shape = Shape.ofGroups(lengths) {
            let isDoubtful =
                marks == [0x2E]
                || marks == [0x2D] && Masks.isDate(numbers.map(reading.value), lengths)
            let code = numbers.map(reading.text).joined()
            add(code, isDoubtful ? .unusual : shape, start..<end)
            return end
        }
        if isTelephone(lengths) {
            masks.mask(start..<end)
            return end
        }
        for number in numbers { addNumber(number, reading) }
        return end
    }

    /// Whether numbers in a row are the groups of a number to call; five digits or more are a number
    /// of their own.
    private func isTelephone(_ lengths: [Int]) -> Bool {
        guard lengths.count > 1, lengths.allSatisfy({ $0 < 5 }) else { return false }
        return lengths.count > 2 || lengths.reduce(0, +) >= 9
    }

    private func run(from start: Int, _ reading: Reading, _ masks: Masks) -> [Int] {
        var numbers = [start]
        while let last = numbers.last {
            let isJoined =
                reading.isKind(last + 1, .blank) && reading.length(last + 1) == 1
                || reading.isMark(last + 1, "-", ".")
            guard isJoined, reading.isKind(last + 2, .number), !masks.contains(last + 2) else {
                break
            }
            numbers.append(last + 2)
        }
        return numbers
    }

    private mutating func addNumber(_ index: Int, _ reading: Reading) {
        let length = reading.length(index)
        guard (4...10).contains(length) else { return }
        // Nobody dials a code, but 9 or 10 digits after a 0 are dialled.
        if length >= 9, reading.folded[reading.tokens[index].range.lowerBound] == 0x30 { return }
        // `G-604118`: the letters tell who sends it.
        let hasPrefix =
            reading.isMark(index - 1, "-") && reading.isKind(index - 2, .word)
            && reading.length(index - 2) <= 4 && reading.isUppercase(index - 2)
            && reading.folded[reading.tokens[index - 2].range].allSatisfy { $0 < 0x80 }
        add(
            reading.text(index), length <= 8 ? .digits : .unusual,
            (hasPrefix ? index - 2 : index)..<index + 1)
    }

    // MARK: Letters

    private mutating func addLetters(at index: Int, _ reading: Reading, _ masks: Masks) -> Int {
        if let end = groups(from: index, reading, masks) {
            let range =
                reading.tokens[index].range.lowerBound..<reading.tokens[end - 1].range.upperBound
            let isLarge = (index..<end).allSatisfy { reading.isUppercase($0) }
            add(reading.writing(range), isLarge ? .mixed : .small, index..<end)
            return end
        }
        guard (4...10).contains(reading.length(index)),
            reading.folded[reading.tokens[index].range].allSatisfy({ $0 < 0x80 }),
            !reading.isMark(index + 1, "@"), !isPrefix(index, reading)
        else { return index + 1 }
        let range = reading.tokens[index].range
        let isMixed = reading.isKind(index, .mixed)
        if reading.isUppercase(index) {
            add(reading.writing(index), isMixed ? .mixed : .letters, index..<index + 1)
        } else if isMixed {
            add(reading.writing(index), .small, index..<index + 1)
        } else if isAfterColon(index, reading), range.allSatisfy(reading.isLowercase),
            Self.isNoWord(reading.text(index))
        {
            add(reading.writing(index), .letters, index..<index + 1)
        }
        return index + 1
    }

    private func isAfterColon(_ index: Int, _ reading: Reading) -> Bool {
        reading.isMark(reading.isKind(index - 1, .blank) ? index - 2 : index - 1, ":")
    }

    /// `K7M-2QP`: groups of letters and digits, not all of them digits.
    private func groups(from start: Int, _ reading: Reading, _ masks: Masks) -> Int? {
        var (index, count, digits, letters) = (start, 0, 0, 0)
        while count < 5, reading.isKind(index, .mixed, .word, .number), !masks.contains(index),
            (2...5).contains(reading.length(index))
        {
            count += 1
            let inGroup = reading.folded[reading.tokens[index].range].count {
                (0x30...0x39).contains($0)
            }
            digits += inGroup
            letters += reading.length(index) - inGroup
            guard reading.isMark(index + 1, "-") else { break }
            index += 2
        }
        guard (2...4).contains(count), digits >= 2, letters > 0, !reading.isMark(index + 1, "-"),
            reading.isKind(index, .mixed, .word, .number)
        else { return nil }
        let isLarge = stride(from: start, through: index, by: 2).allSatisfy(reading.isUppercase)
        // Small letters are words, unless digits stand among them.
        guard isLarge || reading.isKind(start, .mixed) else { return nil }
        // A word and a number of four digits or more are a prefix and a code.
        if count == 2, reading.isKind(start, .word), reading.isKind(index, .number),
            reading.length(index) >= 4
        {
            return nil
        }
        let range = reading.tokens[start].range.lowerBound..<reading.tokens[index].range.upperBound
        return reading.folded[range].allSatisfy { $0 < 0x80 } ? index + 1 : nil
    }

    /// The `LARK` of `LARK-604118`.
    private func isPrefix(_ index: Int, _ reading: Reading) -> Bool {
        reading.isKind(index, .word) && reading.isMark(index + 1, "-")
            && reading.isKind(index + 2, .number) && reading.length(index + 2) >= 4
    }

    /// Whether it is a word with a number behind it, as promotion codes are: `SPRING25`.
    static func isSlogan(_ code: String) -> Bool {
        let letters = code.prefix(while: \.isLetter)
        return letters.count >= 3 && letters.count < code.count
            && code.dropFirst(letters.count).allSatisfy(\.isNumber)
            && letters.lowercased().contains { "aeiouy".contains($0) }
    }

    /// Whether letters cannot be read aloud: too few vowels, or too many consonants in a row.
    static func isNoWord(_ text: String) -> Bool {
        let vowels = text.map { "aeiouy".contains($0) }
        let longest = vowels.split(separator: true).map(\.count).max() ?? 0
        return vowels.count(where: \.self) * 7 <= text.count || longest >= 4
    }
}
