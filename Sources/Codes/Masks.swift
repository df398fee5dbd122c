/// What is never a code, whatever stands beside it: links, dates, times, amounts, telephone numbers,
/// masked and tail numbers, quantities.
struct Masks {
    private var isMasked: [Bool]
    /// Whether money or a percentage is spoken of.
    private(set) var hasAmount = false
    let reading: Reading
    let hits: Hits

    init(_ reading: Reading, _ hits: Hits) {
        self.reading = reading
        self.hits = hits
        isMasked = Array(repeating: false, count: reading.tokens.count)
        maskAddresses()
        maskClusters()
        for index in reading.tokens.indices {
            if reading.isKind(index, .number) {
                hasAmount = hasAmount || isMoney(index)
                if !isMasked[index] { maskNumber(index) }
            } else if reading.isKind(index, .mixed), isTail(mixed: index) {
                isMasked[index] = true
            }
        }
    }

    func contains(_ token: Int) -> Bool { isMasked[token] }

    mutating func mask(_ tokens: Range<Int>) {
        for token in tokens { isMasked[token] = true }
    }

    // MARK: One number with what touches it

    private mutating func maskNumber(_ index: Int) {
        if isTail(index) || isPercentage(index) || isQuantity(index) || isHour(index) {
            isMasked[index] = true
        } else if let amount = amount(at: index) {
            mask(amount)
        } else if reading.isMark(index - 1, "+") {
            maskTelephone(from: index)
        }
    }

    /// `*8841`, `..8841`, `XXXX 8841`; but `*604118*` is bold.
    private func isTail(_ index: Int) -> Bool {
        if reading.isMark(index - 1, "*"), isBold(index) { return false }
        if reading.isMark(index - 1, "*", "•", "·", "●", "×") { return true }
        if reading.isMark(index - 1, "…") { return true }
        if reading.isMark(index + 1, "*", "•", "●"), reading.isMark(index + 2, "*", "•", "●") {
            return true
        }
        if reading.isMark(index - 1, "."), reading.isMark(index - 2, ".") { return true }
        let before =
            reading.isKind(index - 1, .blank) || reading.isMark(index - 1, "-")
            ? index - 2 : index - 1
        if reading.isKind(before, .word), reading.length(before) >= 2 {
            return reading.folded[reading.tokens[before].range].allSatisfy { $0 == 0x78 }
        }
        return before < index - 1 && reading.isMark(before, "*", "•", "●")
            && reading.isMark(before - 1, "*", "•", "●")
    }

    /// Whether another asterisk closes what the one before a number opens.
    private func isBold(_ index: Int) -> Bool {
        var index = index
        while reading.isKind(index, .number, .blank) || reading.isMark(index, "-") { index += 1 }
        return reading.isMark(index, "*") && !reading.isKind(index + 1, .number)
    }

    /// `XX4410`
    private func isTail(mixed index: Int) -> Bool {
        let scalars = reading.folded[reading.tokens[index].range]
        let masked = scalars.prefix { $0 == 0x78 }
        return !masked.isEmpty
            && scalars.dropFirst(masked.count).allSatisfy { (0x30...0x39).contains($0) }
    }

    private func isPercentage(_ index: Int) -> Bool {
        let next = reading.isKind(index + 1, .blank) ? index + 2 : index + 1
        return reading.isMark(next, "%", "٪") || reading.isMark(index - 1, "%", "٪")
    }

    /// `at 0300`
    private func isHour(_ index: Int) -> Bool {
        guard reading.length(index) == 4, reading.isKind(index - 1, .blank),
            reading.isKind(index - 2, .word), reading.text(index - 2) == "at"
        else { return false }
        let value = reading.value(index)
        return value < 2400 && value % 100 < 60
    }

    /// `10 minutes`, `500 points`.
    private func isQuantity(_ index: Int) -> Bool {
        let next = reading.isKind(index + 1, .blank) ? index + 2 : index + 1
        guard let hit = hits.covering(next), hit.tokens.lowerBound == next else { return false }
        if !hit.kinds.isDisjoint(with: .durations) { return reading.length(index) <= 4 }
        return hit.kinds.contains(.after)
    }

    /// The tokens of an amount with its currency on either side; `1 250 000 UZS` is one.
    private func amount(at index: Int) -> Range<Int>? {
        if isAfterCurrency(index) { return index..<index + 1 }
        let next = reading.isKind(index + 1, .blank) ? index + 2 : index + 1
        guard hits.isCovered(next, by: .currency), let hit = hits.covering(next),
            hit.tokens.lowerBound == next
        else { return nil }
        // In `OTP 604118 INR 500` the currency belongs to what follows it.
        let after = hit.tokens.upperBound
        let follows = reading.isKind(after, .blank) ? after + 1 : after
        guard !reading.isKind(follows, .number) else { return nil }
        var start = index
        while reading.length(start) == 3, reading.isKind(start - 1, .blank),
            reading.isKind(start - 2, .number), reading.length(start - 2) <= 3
        {
            start -= 2
        }
        return start..<index + 1
    }

    private func isMoney(_ index: Int) -> Bool {
        let next = reading.isKind(index + 1, .blank) ? index + 2 : index + 1
        return isAfterCurrency(index) || isPercentage(index) || hits.isCovered(next, by: .currency)
    }

    private func isAfterCurrency(_ index: Int) -> Bool {
        var before = index - 1
        if reading.isKind(before, .blank) { before -= 1 }
        if let hit = hits.covering(before), hit.kinds.contains(.currency) { return true }
        guard reading.isMark(before, ".", ":", "-"), let hit = hits.covering(before - 1),
            hit.kinds.contains(.currency)
        else { return false }
        // In "450 EUR: 604118" it belongs to what stands before it.
        let first = hit.tokens.lowerBound - 1
        return !reading.isKind(reading.isKind(first, .blank) ? first - 1 : first, .number)
    }

    /// Everything after a plus sign that can be of one number.
    private mutating func maskTelephone(from start: Int) {
        var (index, digits) = (start, 0)
        while reading.isKind(index, .number) {
            isMasked[index] = true
            digits += reading.length(index)
            var next = index + 1
            while reading.isMark(next, "(", ")", "-", ".") || reading.isKind(next, .blank) {
                next += 1
            }
            let isApart = next > index + 1 && !reading.isMark(index + 1, "-", ".")
            guard digits < 15, !(isApart && digits >= 10), next - index <= 4 else { return }
            index = next
        }
    }
}
