/// Takes apart what is written together though it is two things: `2000TL`, `OTP604118`, `10min`.
extension Reading {
    mutating func split(by vocabulary: Vocabulary) {
        guard tokens.contains(where: { $0.kind == .mixed }) else { return }
        tokens = tokens.flatMap { token -> [Token] in
            guard token.kind == .mixed, let border = border(of: token) else { return [token] }
            let (first, second) = (
                token.range.lowerBound..<border, border..<token.range.upperBound
            )
            let isNumberFirst = isDigit(token.range.lowerBound)
            let word = isNumberFirst ? second : first
            let kinds = vocabulary.kinds(ofWord: folded[word])
            // `41W` and `PW2` are parts of a code, whatever "w" and "pw" mean; `Rp2` is money.
            let isMeant =
                isNumberFirst
                ? !kinds.isDisjoint(with: Self.behindNumbers)
                : kinds.contains(.currency)
                    || second.count >= 3 && !kinds.isDisjoint(with: Self.beforeNumbers)
            guard isMeant else { return [token] }
            return isNumberFirst
                ? [Token(kind: .number, range: first), Token(kind: .word, range: second)]
                : [Token(kind: .word, range: first), Token(kind: .number, range: second)]
        }
    }

    private static let behindNumbers = WordKind.durations.union([.currency, .after, .link])
    private static let beforeNumbers = WordKind.cues.union(.link)

    /// Where letters meet digits, if they do so only once.
    private func border(of token: Token) -> Int? {
        let changes = token.range.dropFirst().filter { isDigit($0) != isDigit($0 - 1) }
        return changes.count == 1 ? changes.first : nil
    }

    private func isDigit(_ index: Int) -> Bool { (0x30...0x39).contains(folded[index]) }
}
