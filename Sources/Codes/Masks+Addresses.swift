/// Links, mail addresses and codes to dial, which reach from one blank to the next.
extension Masks {
    mutating func maskAddresses() {
        var start = 0
        let count = reading.tokens.count
        while start < count {
            var end = start
            while end < count, !reading.isKind(end, .blank, .newline, .dense) { end += 1 }
            if end > start + 1 { maskAddress(in: start..<end) }
            start = end + 1
        }
    }

    private mutating func maskAddress(in chunk: Range<Int>) {
        if reading.isMark(chunk.lowerBound, "*", "#"), isDialled(chunk) { return mask(chunk) }
        for index in chunk where reading.tokens[index].kind == .mark {
            if reading.isMark(index, ":"), reading.isMark(index + 1, "/"),
                reading.isMark(index + 2, "/")
            {
                return mask(max(chunk.lowerBound, index - 1)..<chunk.upperBound)
            }
            if reading.isMark(index, "@"), index > chunk.lowerBound,
                isName(index - 1), isName(index + 1)
            {
                return mask(startOfName(before: index, in: chunk)..<chunk.upperBound)
            }
            if reading.isMark(index, "/", "?"), isHost(endingAt: index, in: chunk) {
                return mask(startOfName(before: index, in: chunk)..<chunk.upperBound)
            }
        }
        maskHosts(in: chunk)
    }

    /// `*140*1120#`
    private func isDialled(_ chunk: Range<Int>) -> Bool {
        chunk.dropFirst().contains { reading.isMark($0, "#") }
            && chunk.contains { reading.isKind($0, .number) }
            && chunk.allSatisfy { reading.isKind($0, .number, .mark) }
    }

    private func isName(_ index: Int) -> Bool { reading.isKind(index, .word, .number, .mixed) }

    private func startOfName(before index: Int, in chunk: Range<Int>) -> Int {
        var start = index
        while start > chunk.lowerBound,
            isName(start - 1) || reading.isMark(start - 1, ".", "-", "_", "+")
        {
            start -= 1
        }
        return start
    }

    /// Whether a name of two parts at least ends here, the last one of letters.
    private func isHost(endingAt end: Int, in chunk: Range<Int>) -> Bool {
        end - 3 >= chunk.lowerBound && reading.isKind(end - 1, .word)
            && reading.length(end - 1) >= 2
            && reading.isMark(end - 2, ".") && isName(end - 3)
    }

    /// `1688.com`: the digits of a host without a path. What merely lacks a blank after its full stop
    /// ("604118.Do not share") is none.
    private mutating func maskHosts(in chunk: Range<Int>) {
        for index in chunk where reading.isMark(index, ".") && isName(index - 1) {
            guard reading.isKind(index + 1, .word), !isName(index + 2),
                Self.domains.contains(reading.writing(index + 1))
            else { continue }
            mask(startOfName(before: index, in: chunk)..<index + 2)
        }
    }

    private static let domains: Set<String> = [
        "com", "net", "org", "info", "biz", "app", "io", "co", "shop", "online", "site", "link",
        "ru", "ua", "tr", "de", "fr", "it", "es", "pl", "cz", "nl", "uk", "cn", "jp", "kr", "ir",
        "az", "kz", "uz", "gr", "ro", "hu", "vn", "example",
    ]
}
