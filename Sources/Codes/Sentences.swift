/// Where sentences end.
struct Sentences {
    private let isEnd: [Bool]

    init(in reading: Reading, _ hits: Hits) {
        isEnd = reading.tokens.indices.map { Self.isEnd($0, reading, hits) }
    }

    func end(at token: Int) -> Bool { isEnd[token] }

    private static func isEnd(_ index: Int, _ reading: Reading, _ hits: Hits) -> Bool {
        guard reading.tokens[index].kind == .mark else { return false }
        if reading.isMark(
            index, "!", "?", "。", "؟", "।", "۔", "॥", "։", "።", "၊", "။", "¡", "¿", "|")
        {
            return true
        }
        guard reading.isMark(index, ".") else { return false }
        if hits.isCovered(index - 1, by: .short) { return false }
        if hits.isCovered(index - 1, by: [.noun, .other, .currency]), isShort(index - 1, reading) {
            return false
        }
        let next = index + 1
        if reading.isKind(next, .word) {
            // A blank is missing: "604118.Do not share".
            return reading.isKind(index - 1, .number) || !isSmall(next, reading)
        }
        guard reading.isKind(next, .blank, .newline) else { return next >= reading.tokens.count }
        return
            !(reading.isKind(next + 1, .word) && isSmall(next + 1, reading)
            && reading.isKind(index - 1, .word) && reading.length(index - 1) <= 3)
    }

    /// Abbreviations have few letters; "order." may well end a sentence.
    private static func isShort(_ index: Int, _ reading: Reading) -> Bool {
        reading.length(index) <= 4
    }

    private static func isSmall(_ index: Int, _ reading: Reading) -> Bool {
        reading.isLowercase(reading.tokens[index].range.lowerBound)
    }
}
