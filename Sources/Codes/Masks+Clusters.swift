/// Numbers written with a dot, comma, colon, slash or dash between them: times, dates, amounts,
/// addresses of the Internet, telephone numbers.
extension Masks {
    mutating func maskClusters() {
        var index = 0
        while index < reading.tokens.count {
            guard reading.isKind(index, .number) else {
                index += 1
                continue
            }
            let cluster = cluster(from: index)
            if cluster.count > 1, isNeverCode(cluster) {
                mask(index..<index + 2 * cluster.count - 1)
            }
            index += 2 * cluster.count - 1
        }
    }

    /// Numbers with single marks between them, without blanks.
    private func cluster(from start: Int) -> [Int] {
        var numbers = [start]
        while let last = numbers.last, isJoint(last + 1), reading.isKind(last + 2, .number),
            !isDuration(last + 2)
        {
            numbers.append(last + 2)
        }
        return numbers
    }

    private func isJoint(_ index: Int) -> Bool {
        guard reading.isMark(index, ".", ",", ":", "/", "-", "'", "٫", "٬") else { return false }
        // A full-width comma divides words, not digits.
        return reading.written[reading.tokens[index].range.lowerBound].value < 0xFF00
    }

    /// The `5` of "604118,5 minutes".
    private func isDuration(_ index: Int) -> Bool {
        let next = reading.isKind(index + 1, .blank) ? index + 2 : index + 1
        return reading.length(index) <= 3 && hits.isCovered(next, by: .durations)
    }

    private func isNeverCode(_ numbers: [Int]) -> Bool {
        let lengths = numbers.map(reading.length)
        let marks = Set(
            numbers.dropLast().map { reading.folded[reading.tokens[$0 + 1].range.lowerBound] })
        let values = numbers.map(reading.value)
        guard marks.count == 1, let mark = marks.first else { return true }
        switch Unicode.Scalar(mark) {
        case ":": return lengths.dropLast().allSatisfy { $0 <= 2 } && (lengths.last ?? 0) <= 2
        case "/": return true
        case "-":
            if Shape.ofGroups(lengths) != nil { return false }
            return Self.isDate(values, lengths) || lengths.reduce(0, +) >= 9
        case ".":
            if Shape.ofGroups(lengths) != nil, lengths != [4, 4] {
                return lengths.count == 3 && Self.isDate(values, lengths)
            }
            return lengths.count > 2 || isThousands(lengths) || lengths[1] <= 2
                || lengths[1] >= 4 && lengths[0] <= 2
        default:
            return isThousands(lengths) || (lengths.last ?? 0) <= 2 && lengths.count == 2
        }
    }

    private func isThousands(_ lengths: [Int]) -> Bool {
        (lengths.first ?? 0) <= 3
            && lengths.dropFirst().dropLast().allSatisfy { (2...3).contains($0) }
            && lengths.last == 3
    }

    static func isDate(_ values: [Int], _ lengths: [Int]) -> Bool {
        guard values.count == 3 else { return false }
        func isDay(_ value: Int) -> Bool { (1...31).contains(value) }
        func isMonth(_ value: Int) -> Bool { (1...12).contains(value) }
        let isYearFirst = lengths[0] == 4 && isMonth(values[1]) && isDay(values[2])
        let isYearLast =
            (lengths[2] == 4 || lengths[2] == 2) && isDay(values[0]) && isDay(values[1])
            && (isMonth(values[0]) || isMonth(values[1]))
        return isYearFirst || isYearLast
    }
}
